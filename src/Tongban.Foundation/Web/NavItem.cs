using System.Linq.Expressions;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Web;

/// <summary>A heading of the side bar. Sections without a visible item are not shown.</summary>
/// <param name="Order">Lower stands higher.</param>
public sealed record NavSection(Words Text, int Order)
{
    /// <summary>What is waiting for the reader: worklist, inbox, own projects.</summary>
    public static readonly NavSection Work = new(("我的工作", "My work"), 10);

    /// <summary>Projects and approvals.</summary>
    public static readonly NavSection Projects = new(("项目审批", "Projects"), 20);

    /// <summary>Registers, lists, space: what decisions rest on.</summary>
    public static readonly NavSection Basis = new(("基础数据", "Registers"), 30);

    /// <summary>Ledger, lights, efficiency.</summary>
    public static readonly NavSection Oversight = new(("监督与留痕", "Oversight"), 40);

    /// <summary>Organs, officers, calendars, catalogue.</summary>
    public static readonly NavSection Administration = new(("系统管理", "Administration"), 50);
}

/// <summary>One line of the side bar, contributed by a module.</summary>
/// <param name="Href">Absolute path within the site, for example <c>/approvals/worklist</c>.</param>
/// <param name="Icon">Name of an icon in <c>npm/icons.txt</c>.</param>
/// <param name="Permission">Shown only to those who hold it; <see langword="null"/> shows it to everyone signed in.</param>
/// <param name="Badge">A number that waits there; 0 shows nothing. The frame puts those of all rooms into one question and asks it on every page,
/// so each is a count (or a sum of counts) over one index range, to <see cref="NavItem.MostCounted"/> and no further: <c>(db, me) =&gt; db.Set&lt;T&gt;().Where(t =&gt; t.Organ == me.Organ …).Take(NavItem.MostCounted).Count()</c>.</param>
public sealed record NavItem(
    Words Text,
    string Href,
    string Icon,
    string? Permission = null,
    int Order = 0,
    Expression<Func<TongbanDb, NavReader, int>>? Badge = null)
{
    /// <summary>The frame shows "99+" from here on, so nothing is counted further.</summary>
    public const int MostCounted = 100;

    public NavSection Section { get; init; } = NavSection.Work;

    /// <summary>Other addresses beneath which pages belong to this line, although a line of another room may stand there itself.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];
}

/// <summary>Whose side bar it is: what a <see cref="NavItem.Badge"/> may ask by. It stands for the reader in a query and is never made.</summary>
/// <param name="Person">The account's key as text, as recipients of notices are named by it.</param>
/// <param name="Organ">Empty for whoever does not act for one.</param>
/// <param name="Enterprise">Empty for whoever does not act for one.</param>
public sealed record NavReader(Guid PersonId, string Person, string Organ, string Enterprise, DateOnly Today, Roles Roles)
{
    /// <summary>Known before the question is asked: <c>me.Is(role) ? count : 0</c> leaves the count out for others.</summary>
    public bool Is(Roles role) => (Roles & role) is not Roles.None;

    /// <summary>Whether what is the enterprise's and of this project is the reader's too; nothing is asked of those whose mandate covers every matter.</summary>
    public bool Reaches(Guid? project) => throw new InvalidOperationException($"{Person}, {project}: part of a question, and never asked by itself");
}

/// <summary>Where side bar lines come from: a module registers one as a singleton.</summary>
public interface INavigationSource
{
    IReadOnlyList<NavItem> Items { get; }
}
