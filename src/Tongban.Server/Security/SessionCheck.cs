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

    /// <returns>The session with today's rights, or <see langword="null"/> when it has ended, and whether it did because the account signed in elsewhere.</returns>
    public async Task<(Session? Session, bool Elsewhere)> OfCookieAsync(Session session, SignIn signIn, CancellationToken ct)
    {
        var elsewhere = false;
        var current = await AskAsync((session.PersonId, session.Stamp, session.PostId, session.Actor.Enterprise, session.Page), async () =>
        {
            var left = await signIn.ResumeAsync(session.PersonId, session.Stamp, session.PostId, session.Actor.Enterprise, session.Page, ct);
            elsewhere = left.Elsewhere;
            return left.Actor is { } actor ? session with { Actor = actor } : null;
        });
        return (current, elsewhere);
    }

    public Task<Session?> OfTokenAsync(string token, SignIn signIn, CancellationToken ct) =>
        AskAsync(token, async () => await signIn.ByTokenAsync(token, ct) is { } actor ? new Session(actor.PersonId, Guid.Empty, null, actor) : null);

    /// <summary>Forgets a token that was revoked here; other processes learn of it within <see cref="Fresh"/>.</summary>
    public void Forget(string token) => _known.TryRemove(token, out _);

    /// <summary>Asks anew about every session and token of an account: it signed in or changed its password here.</summary>
    public void Forget(Guid person)
    {
        foreach (var (key, _) in _known.Where(k => k.Value.Session.PersonId == person))
            _known.TryRemove(key, out _);
    }

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
