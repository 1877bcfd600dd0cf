using Tongban.Foundation;

namespace Tongban.Dispatch.Open311.Model;

/// <summary>Refusals of requests and of applications.</summary>
internal static class RequestErrors
{
    public static Error NoSuchService(string? code) => new("requests.no-such-service", new Words("没有服务“{0}”。", "There is no service {0}.").With(code)) { Field = "service_code", WayOut = ("可用的服务见 /open311/v2/services.json。", "/open311/v2/services.json lists what there is.") };

    public static Error NoSuchRequest(string? number) => new("requests.no-such-request", new Words("没有诉求“{0}”。", "There is no request {0}.").With(number), ErrorKind.NotFound);

    public static Error Jurisdiction(string? given) => new("requests.jurisdiction", new Words("没有辖区“{0}”。", "There is no jurisdiction {0}.").With(given), ErrorKind.NotFound) { Field = "jurisdiction_id" };

    public static Error Place() => new("requests.place", ("经度应在 −180 至 180、纬度在 −90 至 90 之间，且须同时给出。", "Longitude is between −180 and 180, latitude between −90 and 90, and both are given together.")) { Field = "lat" };

    public static Error NoPlace() => new("requests.no-place", ("请给出经纬度或地址。", "Give longitude and latitude, or an address.")) { Field = "address_string" };

    public static Error Media() => new("requests.media", ("附件地址应为不超过 500 字的 http 地址。", "The media address is an http address of at most 500 characters.")) { Field = "media_url" };

    public static Error TooLong(string field, int most) => new("requests.too-long", new Words("至多 {0} 字。", "At most {0} characters.").With(most)) { Field = field };

    public static Error Text(string field, int least, int most) => new("requests.text", new Words("应为 {0} 至 {1} 字。", "It has {0} to {1} characters.").With(least, most)) { Field = field };

    public static Error Attribute(string code) => new("requests.attribute", new Words("“{0}”不是该服务的字段，或其值不在可选范围内。", "{0} is no attribute of the service, or its value is none of those offered.").With(code)) { Field = $"attribute[{code}]" };

    public static Error AttributeMissing(string code) => new("requests.attribute-missing", new Words("请填写“{0}”。", "{0} is needed.").With(code)) { Field = $"attribute[{code}]" };

    public static Error Past() => new("requests.past", ("导入的时间前后矛盾，或缺少办结结果。", "The times of the import contradict each other, or the outcome is missing.")) { Field = "requested_datetime" };

    public static Error MayNotImport() => new("requests.may-not-import", ("该应用没有导入权限。", "This application may not import."), ErrorKind.Forbidden) { Field = "api_key" };

    public static Error Key() => new("requests.key", ("缺少 api_key，或其已注销。", "The api_key is missing, or was revoked."), ErrorKind.Forbidden) { Field = "api_key", WayOut = ("由系统管理员在“接入应用”中登记。", "An administrator registers applications.") };

    public static Error Span(int days) => new("requests.span", new Words("起止时间不能超过 {0} 天。", "The span is at most {0} days.").With(days)) { Field = "start_date" };

    public static Error Time(string field, string text) => new("requests.time", new Words("“{0}”不是时间，例如 2026-03-02T09:00:00+08:00。", "{0} is no time, such as 2026-03-02T09:00:00+08:00.").With(text)) { Field = field };

    public static Error Value(string field, string text) => new("requests.value", new Words("“{0}”不是可用的值。", "{0} is none of the values.").With(text)) { Field = field };

    public static Error Format(string format) => new("requests.format", new Words("没有格式“{0}”，请用 json 或 xml。", "There is no format {0}: use json or xml.").With(format), ErrorKind.NotFound);

    public static Error Unreadable() => new("requests.unreadable", ("请求内容无法读取。", "The request cannot be read."));

    public static Error TooMany(int most) => new("requests.too-many", new Words("一批至多 {0} 条。", "A batch has at most {0} requests.").With(most));

    public static Error TwiceInBatch(string id) => new("requests.twice-in-batch", new Words("同一批中“{0}”出现两次。", "{0} stands twice in the batch.").With(id), ErrorKind.Conflict) { Field = "external_id" };

    public static Error Closed() => new("requests.closed", ("诉求已办结。", "The request is closed."), ErrorKind.Conflict);

    public static Error SameOrgan() => new("requests.same-organ", ("该机关已在办理。", "That organ handles it already.")) { Field = "organ" };

    public static Error NoSuchOrgan(string? organ) => new("requests.no-such-organ", new Words("没有机关“{0}”。", "There is no organ {0}.").With(organ)) { Field = "organ" };

    public static Error NotYours() => new("requests.not-yours", ("由承办机关或调度办公室办理。", "The organ that handles it, or the dispatch office, does this."), ErrorKind.Forbidden);

    public static Error NoSuchApplication() => new("requests.no-such-application", ("没有这个应用。", "There is no such application."), ErrorKind.NotFound);

    public static Error Revoked() => new("requests.application-revoked", ("应用已注销。", "The application was revoked."), ErrorKind.Conflict);

    public static Error Rate() => new("requests.rate", ("每分钟次数应在 1 至 6000 之间。", "Between 1 and 6,000 posts a minute.")) { Field = "perMinute" };

    public static Words Name(RequestOutcome outcome) => outcome switch { RequestOutcome.Done => ("已办结", "done"), RequestOutcome.Duplicate => ("重复诉求", "duplicate"), RequestOutcome.Void => ("不属实或作废", "void"), _ => ("信息不足", "not enough information") };
}
