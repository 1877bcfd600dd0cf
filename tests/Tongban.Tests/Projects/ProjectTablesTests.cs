using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Registers.Contracts;
using Tongban.Registers.Model;

namespace Tongban.Tests.Projects;

/// <summary>What an aggregate holds comes back from its table the same.</summary>
public class ProjectTablesTests
{
    private sealed class Db(SqliteConnection connection) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite(connection);

        protected override void OnModelCreating(ModelBuilder model) => model
            .ApplyConfiguration(new ProjectTable()).ApplyConfiguration(new ProjectDraftTable()).ApplyConfiguration(new ArchiveDocumentTable())
            .ApplyConfiguration(new LegalPersonTable()).ApplyConfiguration(new LegalPersonAgentTable());
    }

    [Fact]
    public void Every_value_survives_its_table()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var project = (Declarations.Verification with { LandArea = 270_000 }).Declare().Value;
        var person = LegalPerson.Register(new("91360502MA0000015T", "示范公司", LegalPersonKind.Enterprise, "李某", "新余市渝水区", "360502", "13800000000"), Guid.CreateVersion7(), Declarations.Now).Value;
        person.Authorise(person.RegisteredBy, Guid.CreateVersion7(), AgentScope.All, null, Declarations.Today, Declarations.Today, Declarations.Today);
        var draft = ProjectDraft.Begin(person.RegisteredBy, null, new Dictionary<string, string> { ["name"] = "甲" }, Declarations.Now).Value;
        using (var db = new Db(connection))
        {
            db.Database.EnsureCreated();
            db.AddRange(project, person, draft);
            db.SaveChanges();
        }

        using var read = new Db(connection);
        var again = read.Set<Project>().Single(p => p.Code == project.Code);
        Assert.Equal(project.SiteWarnings, again.SiteWarnings);
        Assert.Equal(project.Sources, again.Sources);
        Assert.Equal(project.Facts, again.Facts);
        Assert.Equal((project.TotalInvestment, project.SiteGeoJson, project.SiteArea), (again.TotalInvestment, again.SiteGeoJson, again.SiteArea));
        Assert.Equal((project.Type, project.PlannedStart, project.DeclaredAt), (again.Type, again.PlannedStart, again.DeclaredAt));
        Assert.Equal("甲", read.Set<ProjectDraft>().Single().Fields["name"]);
        Assert.Equal(person.Agents[0].Id, read.Set<LegalPerson>().Include(p => p.Agents).Single().Agents[0].Id);
        Assert.False(read.ChangeTracker.HasChanges());
    }
}
