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
    private readonly PerModel<Func<TongbanDb, Guid, string, string, string, DateOnly, Task<int[]?>>>? _query;

    /// <param name="roles">What the readers are; a count that is not for them is left out.</param>
    public WaitingCounts(IReadOnlyList<Expression<Func<TongbanDb, NavReader, int>>> badges, Roles roles) =>
        _query = badges.Count == 0 ? null : new(() => EF.CompileAsyncQuery(Together(badges, roles)));

    /// <returns>One number for every badge, in their order; no number when there is no such reader.</returns>
    public async Task<IReadOnlyList<int>> AskAsync(TongbanDb db, Actor actor, DateOnly today) =>
        _query is null ? [] : await _query.Of(db)(db, actor.PersonId, actor.PersonId.ToString("D"), actor.Organ ?? "", actor.Enterprise ?? "", today) ?? [];

    private static Expression<Func<TongbanDb, Guid, string, string, string, DateOnly, int[]?>> Together(IReadOnlyList<Expression<Func<TongbanDb, NavReader, int>>> badges, Roles roles)
    {
        // The reader's own row is the one row that every question has.
        Expression<Func<TongbanDb, Guid, string, string, string, DateOnly, IQueryable<Person>>> reader = (db, id, person, organ, enterprise, today) => db.Set<Person>().Where(p => p.Id == id);
        var row = Expression.Parameter(typeof(Person), "p");
        var counts = Expression.NewArrayInit(typeof(int), badges.Select(b => new ForReader(b, reader.Parameters, roles).Visit(b.Body)));
        var select = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(Person), typeof(int[])], reader.Body, Expression.Quote(Expression.Lambda<Func<Person, int[]>>(counts, row)));
        var one = Expression.Call(typeof(Queryable), nameof(Queryable.SingleOrDefault), [typeof(int[])], select);
        return Expression.Lambda<Func<TongbanDb, Guid, string, string, string, DateOnly, int[]?>>(one, reader.Parameters);
    }

    /// <summary>Puts the question's parameters where a room wrote the database and the reader.</summary>
    private sealed class ForReader(Expression<Func<TongbanDb, NavReader, int>> badge, IReadOnlyList<ParameterExpression> parameters, Roles roles) : ExpressionVisitor
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

        protected override Expression VisitMethodCall(MethodCallExpression node) => node.Object == badge.Parameters[1] && node.Arguments is [ConstantExpression { Value: Roles role }]
            ? Expression.Constant((roles & role) is not Roles.None) : base.VisitMethodCall(node);

        protected override Expression VisitConditional(ConditionalExpression node) =>
            Visit(node.Test) is ConstantExpression { Value: bool holds } ? Visit(holds ? node.IfTrue : node.IfFalse) : base.VisitConditional(node);
    }
}
