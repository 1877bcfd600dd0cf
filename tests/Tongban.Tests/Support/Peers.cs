using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Tongban.Tests.Support;

/// <summary>Lets a request to the server under test come from an address: the one that its <see cref="Header"/> names, before anything of ours looks at it.</summary>
internal sealed class Peers : IStartupFilter
{
    public const string Header = "Test-Peer";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, then) =>
        {
            if (IPAddress.TryParse(http.Request.Headers[Header], out var peer))
                http.Connection.RemoteIpAddress = peer;
            return then(http);
        });
        next(app);
    };
}
