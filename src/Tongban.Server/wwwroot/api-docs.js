// Starts the interactive API description.
addEventListener('DOMContentLoaded', () => {
  const place = document.getElementById('api-docs');
  if (place && window.SwaggerUIBundle)
    SwaggerUIBundle({ domNode: place, url: place.dataset.src, deepLinking: true, defaultModelsExpandDepth: 0, persistAuthorization: false, validatorUrl: null });
});
