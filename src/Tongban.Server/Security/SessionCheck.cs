using System.Collections.Concurrent;
using Tongban.Foundation.People;

namespace Tongban.Server.Security;

/// <summary>Asks again, at most every minute, whether account, post or mandate of a session still stand: losing one ends the access.</summary>
internal sealed class SessionCheck(TimeProvider clock)
{
    /// <summary>How long an answer is believed.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);

    private const int Most = 20_000;
    private readonly ConcurrentDictionary<object, (DateTimeOffset At, Session Session)> _known = new();

    /// <returns>The session with today's rights, or <see langword="null"/> when it has ended.</returns>
    public Task<Session?> OfCookieAsync(Session session, SignIn signIn, CancellationToken ct) =>
        AskAsync((session.PersonId, session.Stamp, session.PostId, session.Actor.Enterprise), async () =>
            await signIn.ResumeAsync(session.PersonId, session.Stamp, session.PostId, session.Actor.Enterprise, ct) is { } actor ? session with { Actor = actor } : null);

    public Task<Session?> OfTokenAsync(string token, SignIn signIn, CancellationToken ct) =>
        AskAsync(token, async () => await signIn.ByTokenAsync(token, ct) is { } actor ? new Session(actor.PersonId, Guid.Empty, null, actor) : null);

    /// <summary>Forgets a token that was revoked here; other processes learn of it within <see cref="Fresh"/>.</summary>
    public void Forget(string token) => _known.TryRemove(token, out _);

    private async Task<Session?> AskAsync(object key, Func<Task<Session?>> ask)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(key, out var known) && now - known.At < Fresh && now >= known.At)
            return known.Session;
        if (_known.Count > Most)
            _known.Clear();
        if (await ask() is { } session)
        {
            _known[key] = (now, session);
            return session;
        }
        _known.TryRemove(key, out _);
        return null;
    }
}
