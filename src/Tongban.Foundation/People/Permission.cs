namespace Tongban.Foundation.People;

/// <summary>A named right that pages and endpoints ask for, held by roles. Anything without one is denied.</summary>
/// <param name="Name">Stable name, also the authorisation policy: <c>approvals.decide-item</c>.</param>
/// <param name="HeldBy">Any one of these roles suffices.</param>
public sealed record Permission(string Name, Roles HeldBy);
