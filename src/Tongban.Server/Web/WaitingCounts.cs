using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Server.Web;

/// <summary>The badges of all rooms as one question to the database, for readers of the same roles.</summary>
/// <remarks>Each room writes its own count beside its line of the side bar; here they become the columns of one row, translated once.</remarks>
internal sealed class WaitingCounts
{
    private readonly IReadOnlyList<Expression<Func<TongbanDb, NavReader, int>>> _badges;
    private readonly Roles _roles;
    private readonly PerModel<Func<TongbanDb, Guid, string, string, string, DateOnly, Task<int[]?>>>? _query;

    /// <param name="roles">What the readers are; a count that is not for them is left out.</param>
    public WaitingCounts(IReadOnlyList<Expression<Func<TongbanDb, NavReader, int>>> badges, Roles roles) =>
        (_badges, _roles, _query) = (badges, roles, badges.Count == 0 ? null : new(() => EF.CompileAsyncQuery(Together(badges, roles))));

    /// <returns>One number for every badge, in their order; no number when there is no such reader.</returns>
    public async Task<IReadOnlyList<int>> AskAsync(TongbanDb db, Actor actor, DateOnly today) =>
        _query is null ? [] : actor.Projects is { } reach ? await WithinAsync(db, actor, reach, today) : await _query.Of(db)(db, actor.PersonId, actor.PersonId.ToString("D"), actor.Organ ?? "", actor.Enterprise ?? "", today) ?? [];

    // A mandate for single projects: a list of them is no parameter of a compiled query, and such readers are few.
    private async Task<IReadOnlyList<int>> WithinAsync(TongbanDb db, Actor actor, ProjectReach reach, DateOnly today)
    {
        var limited = new Limited(db, actor.PersonId, actor.PersonId.ToString("D"), actor.Organ ?? "", actor.Enterprise ?? "", today, [.. reach.Ids.Select(id => (Guid?)id)]);
        var it = Expression.Constant(limited);
        Expression Of(string name) => Expression.Property(it, name);
        Expression[] known = [Of(nameof(Limited.Db)), Of(nameof(Limited.PersonId)), Of(nameof(Limited.Person)), Of(nameof(Limited.Organ)), Of(nameof(Limited.Enterprise)), Of(nameof(Limited.Today))];
        var counts = Expression.NewArrayInit(typeof(int), _badges.Select(b => new ForReader(b, known, _roles, Of(nameof(Limited.Named))).Visit(b.Body)));
        return await db.Set<Person>().Where(p => p.Id == limited.PersonId).Select(Expression.Lambda<Func<Person, int[]>>(counts, Expression.Parameter(typeof(Person), "p"))).SingleOrDefaultAsync() ?? [];
    }

    private static Expression<Func<TongbanDb, Guid, string, string, string, DateOnly, int[]?>> Together(IReadOnlyList<Expression<Func<TongbanDb, NavReader, int>>> badges, Roles roles)
    {
        // The reader's own row is the one row that every question has.
        Expression<Func<TongbanDb, Guid, string, string, string, DateOnly, IQueryable<Person>>> reader = (db, id, person, organ, enterprise, today) => db.Set<Person>().Where(p => p.Id == id);
        var row = Expression.Parameter(typeof(Person), "p");
        var counts = Expression.NewArrayInit(typeof(int), badges.Select(b => new ForReader(b, reader.Parameters, roles, null).Visit(b.Body)));
        var select = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(Person), typeof(int[])], reader.Body, Expression.Quote(Expression.Lambda<Func<Person, int[]>>(counts, row)));
        var one = Expression.Call(typeof(Queryable), nameof(Queryable.SingleOrDefault), [typeof(int[])], select);
        return Expression.Lambda<Func<TongbanDb, Guid, string, string, string, DateOnly, int[]?>>(one, reader.Parameters);
    }

    /// <summary>What is known of a reader whose mandate names projects, in the order of the question's parameters.</summary>
    private sealed record Limited(TongbanDb Db, Guid PersonId, string Person, string Organ, string Enterprise, DateOnly Today, List<Guid?> Named);

    /// <summary>Puts the question's parameters where a room wrote the database and the reader.</summary>
    /// <param name="named">The projects of the reader's mandate; nothing when it covers every matter.</param>
    private sealed class ForReader(Expression<Func<TongbanDb, NavReader, int>> badge, IReadOnlyList<Expression> parameters, Roles roles, Expression? named) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == badge.Parameters[0] ? parameters[0] : base.VisitParameter(node);

        protected override Expression VisitMember(MemberExpression node) => node.Expression != badge.Parameters[1] ? base.VisitMember(node) : node.Member.Name switch
        {
            nameof(NavReader.PersonId) => parameters[1],
            nameof(NavReader.Person) => parameters[2],
            nameof(NavReader.Organ) => parameters[3],
            nameof(NavReader.Enterprise) => parameters[4],
            nameof(NavReader.Today) => parameters[5],
            _ => Expression.Constant(roles),
        };

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Object != badge.Parameters[1])
                return base.VisitMethodCall(node);
            if (node.Method.Name == nameof(NavReader.Reaches))
                return named is null ? Expression.Constant(true) : Expression.Call(named, nameof(List<Guid?>.Contains), null, Visit(node.Arguments[0]));
            return node.Arguments is [ConstantExpression { Value: Roles role }] ? Expression.Constant((roles & role) is not Roles.None) : base.VisitMethodCall(node);
        }

        protected override Expression VisitBinary(BinaryExpression node) =>
            base.VisitBinary(node) is var both && both is BinaryExpression { NodeType: ExpressionType.AndAlso, Right: ConstantExpression { Value: true } } conjunction ? conjunction.Left : both;

        protected override Expression VisitConditional(ConditionalExpression node) =>
            Visit(node.Test) is ConstantExpression { Value: bool holds } ? Visit(holds ? node.IfTrue : node.IfFalse) : base.VisitConditional(node);
    }
}
