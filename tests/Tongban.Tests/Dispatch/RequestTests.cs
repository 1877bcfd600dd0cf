using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Time;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Dispatch;

/// <summary>Citizens' requests without a database.</summary>
public class RequestTests
{
    private static readonly string City = Path.Combine(Repository.Root, "catalog", "xinyu");

    private static readonly ServiceCatalogue Services = ServiceCatalogue.Read(City, CityCatalogue.Read(City).Value!).Value!;

    private static readonly WorkCalendar Calendar = WorkCalendar.FromJsonFiles(Path.Combine(Repository.Root, "catalog", "cn", "calendar"));

    /// <summary>Friday 27 February 2026, 17:30 in the city.</summary>
    private static readonly DateTimeOffset Now = new(2026, 2, 27, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void The_city_s_services_are_sound_and_each_has_its_organ()
    {
        var city = CityCatalogue.Read(City).Value!;
        Assert.Empty(ServiceCatalogue.Read(City, city).Faults);
        Assert.NotEmpty(Services.Services);
        Assert.All(Services.Services, s => Assert.NotNull(city.Organ(Services.OrganOf(s))));
        // A city without the file offers none.
        Assert.Empty(ServiceCatalogue.Read(Path.Combine(Repository.Root, "catalog", "binzhou"), city).Value!.Services);
    }

    [Fact]
    public void A_request_is_due_when_its_working_days_are_over()
    {
        var request = Receive(New());
        // The day of the request does not count, nor do days of rest.
        var due = Calendar.AddWorkingDays(new(2026, 2, 27), 3);
        Assert.Equal(CityClock.StartOf(due.AddDays(1)).AddSeconds(-1), request.DueAt);
        Assert.Equal("CGJ@360500", request.Organ);
        Assert.False(request.IsOverdue(request.DueAt));
        Assert.True(request.IsOverdue(request.DueAt.AddTicks(1)));
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var bad = New() with { ServiceCode = "nothing", Longitude = 200, Latitude = null, Description = new string('x', 4001), MediaUrl = "javascript:alert(1)", Past = new(Now.AddHours(1), null, null, null, null) };
        var refusal = ServiceRequest.Receive(bad, Services, null, null, Calendar, Now).Error!;
        Assert.Equal(["requests.may-not-import", "requests.media", "requests.no-such-service", "requests.place", "requests.too-long"], refusal.All.Select(e => e.Code).Order(StringComparer.Ordinal));
        Assert.Equal("requests.no-place", ServiceRequest.Receive(New() with { Longitude = null, Latitude = null, Address = " " }, Services, null, null, Calendar, Now).Error?.Code);
        Assert.Equal("requests.past", ServiceRequest.Receive(New() with { Past = new(Now.AddDays(-2), null, Now.AddDays(-3), RequestOutcome.Done, null) }, Services, (Guid.NewGuid(), true), null, Calendar, Now).Error?.Code);
        Assert.Equal("requests.attribute", ServiceRequest.Receive(New() with { ServiceCode = "illegal-dumping", Attributes = new Dictionary<string, string> { ["kind"] = "gold" } }, Services, null, null, Calendar, Now).Error?.Code);
    }

    [Theory]
    [InlineData("请致电13812345678或0790-6440001", "请致电[电话]或[电话]")]
    [InlineData("身份证36050219900101123X", "身份证[身份号码]")]
    [InlineData("坑深 15 厘米，2026-03-02 上报，编号123456", "坑深 15 厘米，2026-03-02 上报，编号123456")]
    public void Telephone_and_identity_numbers_are_not_published(string text, string shown) => Assert.Equal(shown, ServiceRequest.Public(text));

    [Fact]
    public void A_closed_request_stays_closed()
    {
        var request = Receive(New());
        Assert.Equal("requests.text", request.Close(RequestOutcome.Done, " ", Now)?.Code);
        Assert.Null(request.Transfer("ZJJ@360500", "属工地", Now));
        Assert.Equal("requests.same-organ", request.Transfer("ZJJ@360500", "属工地", Now)?.Code);
        Assert.Null(request.Note("已派人", Now.AddHours(1)));
        Assert.Null(request.Close(RequestOutcome.Duplicate, "重复", Now.AddHours(2)));
        Assert.Equal("requests.closed", request.Close(RequestOutcome.Done, "再次", Now)?.Code);
        Assert.Equal("requests.closed", request.Note("再次", Now)?.Code);
        Assert.Equal((Now.AddHours(2), Now.AddHours(2)), (request.ClosedAt, request.UpdatedAt));
        Assert.All(request.Acts, a => Assert.DoesNotContain("派人", System.Text.Json.JsonSerializer.Serialize(a, a.GetType()), StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_is_kept_as_its_digest()
    {
        var (application, key) = ApiApplication.Register("12345 热线", "ops@example.org", false, 60, Now).Value;
        Assert.Equal(Tongban.Foundation.Sha256.Of(key), application.KeyDigest);
        Assert.DoesNotContain(key[8..], System.Text.Json.JsonSerializer.Serialize(Assert.Single(application.Acts), application.Acts[0].GetType()), StringComparison.Ordinal);
        Assert.Null(application.Revoke(Now));
        Assert.Equal("requests.application-revoked", application.Revoke(Now)?.Code);
    }

    private static NewRequest New() => new("potholes", 114.93m, 27.81m, "仙来大道与劳动路口", "路面坑洼", null, null, null);

    private static ServiceRequest Receive(NewRequest given)
    {
        var request = ServiceRequest.Receive(given, Services, null, null, Calendar, Now).Value;
        request.Register("SR-2026-000001");
        return request;
    }
}
