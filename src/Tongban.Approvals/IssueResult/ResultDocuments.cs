using System.Globalization;
using System.Net;
using System.Text;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.IssueResult;

/// <summary>Makes the papers that decisions go out on (结果文书): numbered in the issuer's series, kept by their digest, filed in the project's archive.</summary>
/// <remarks>A paper is one self-contained A4 page of HTML, the same bytes for ever; it prints to PDF from any browser (decision 0006).</remarks>
internal sealed class ResultDocuments(TongbanDb db, FileStore files, IProjectArchive archive, OrganDirectory organs)
{
    public const string MediaType = "text/html";

    public void Issue(StageCase stage, ItemCase item, CaseSetting setting, IReadOnlyList<ProjectCondition> settled)
    {
        var flow = setting.Flow.Item(item.Code);
        if (flow.Result.Numbering is Numbering.None || setting.Flow.MarkOf(flow, Linkage.DivisionOf(item.Organ)) is not { } mark)
            return; // the result carries a number of its own: the project code
        var year = setting.Today.Year;
        // Certificates count per division, documents per mark; both start anew every year.
        var series = flow.Result.Numbering is Numbering.Certificate ? $"{mark}:{item.Organ}:{year}" : $"{mark}〔{year}〕";
        db.TakeNumber(series, serial =>
        {
            var number = setting.Flow.NumberOf(flow, Linkage.DivisionOf(item.Organ), year, (int)serial)!;
            var content = Encoding.UTF8.GetBytes(Render(stage, item, flow, setting, number, settled));
            var file = files.KeepNew(content, MediaType);
            var kind = flow.Result.Type is ResultType.Certificate ? ArchiveKind.Certificate : ArchiveKind.Result;
            archive.Add(new ArchiveEntry(stage.ProjectId, kind, stage.Stage, item.Code, TitleOf(item, flow), number, setting.Today, file.Digest, file.MediaType, file.Length, item.Organ, ArchiveAudience.Applicant));
            stage.IssueResult(item.Code, number, file.Digest);
            // A permit and a refusal are served and held; what merely tells of a step is not.
            if (item.Role is not (ItemRole.PreCheck or ItemRole.FilingOnReceipt) && (flow.Result.Type is not ResultType.Other || item.Decision is not ItemDecision.Approved))
                db.Add(IssuedResult.Make(stage, item, flow, number, file.Digest, TitleOf(item, flow), setting));
        });
    }

    private static Words TitleOf(ItemCase item, FlowItem flow) => item.Decision is ItemDecision.Refused
        ? ($"不予批准决定书（{flow.Name.Zh}）", $"Decision of refusal ({flow.Name.En})") : flow.Result.Name;

    private string Render(StageCase stage, ItemCase item, FlowItem flow, CaseSetting setting, string number, IReadOnlyList<ProjectCondition> settled)
    {
        static string H(string? text) => WebUtility.HtmlEncode(text ?? "");
        var issuer = organs.NameOf(item.Organ);
        var title = TitleOf(item, flow);
        var project = $"{H(stage.ProjectName)}（项目代码 {H(stage.ProjectCode)}）";
        var decided = item.Decision switch
        {
            ItemDecision.Refused => $"经审查，对{project}的“{H(flow.Name.Zh)}”作出<b>不予批准</b>的决定。",
            ItemDecision.ApprovedOnCommitment => $"根据申请人签署的承诺书，同意{project}的“{H(flow.Name.Zh)}”。本机关将依法核查承诺的履行情况；承诺不实的，撤销本决定。",
            _ when item.Role is ItemRole.FilingOnReceipt => $"{project}的备案信息已收到，自收到之日起完成备案。本备案不是行政许可。",
            _ => $"经审查，同意{project}的“{H(flow.Name.Zh)}”。",
        };
        var page = new StringBuilder(4096);
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>{{H(number)}} {{H(title.Zh)}}</title>
            <style>@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/1.75 "FangSong","仿宋","Noto Serif CJK SC",serif;max-width:156mm;margin:20mm auto;color:#000}
            h1{font:22pt/1.4 "SimSun","宋体","Noto Serif CJK SC",serif;text-align:center;margin:0 0 8mm}.issuer{color:#c00;font:26pt/1.3 "SimSun","Noto Serif CJK SC",serif;text-align:center;border-bottom:1mm solid #c00;padding-bottom:4mm;margin-bottom:8mm}
            .no{text-align:center;margin-bottom:10mm}p{text-indent:2em;margin:0 0 3mm;overflow-wrap:anywhere}.to{text-indent:0}.sign{text-align:right;margin-top:16mm}footer{margin-top:16mm;border-top:1px solid #999;font-size:9pt;line-height:1.5;color:#444}</style></head><body>
            <div class="issuer">{{H(issuer.Zh)}}</div><div class="no">{{H(number)}}</div><h1>{{H(title.Zh)}}</h1>
            <p class="to">统一社会信用代码 {{H(stage.Owner)}}：</p><p>{{decided}}</p>
            """);
        if (!string.IsNullOrWhiteSpace(item.Opinion))
            page.Append("<p>").Append(item.Decision is ItemDecision.Refused ? "理由：" : "意见：").Append(H(item.Opinion)).Append("</p>");
        if (settled.Count > 0 && item.IsGranted)
        {
            page.Append("<p>下列条件已在联合会审中商定，一并执行，不再另行征求：</p>");
            foreach (var (index, condition) in settled.Index())
                page.Append(CultureInfo.InvariantCulture, $"<p>（{index + 1}）{H(condition.Text)}（{H(organs.NameOf(condition.Organ).Zh)}，{H(condition.Where.Zh)}，{condition.SettledOn:yyyy年M月d日}{(condition.LegalBasis is { Length: > 0 } basis ? $"；依据：{H(basis)}" : "")}）</p>");
        }
        if (item.Decision is ItemDecision.Refused)
            page.Append("<p>").Append(H(setting.Flow.Remedies.Text.Zh)).Append('（').Append(H(setting.Flow.Remedies.Basis)).Append("）</p>");
        page.Append(CultureInfo.InvariantCulture, $"""
            <div class="sign">{H(issuer.Zh)}<br>{CityClock.DateOf(item.DecidedAt!.Value):yyyy年M月d日}</div>
            <footer>{H(issuer.En)} · {H(title.En)} · {H(number)} · project {H(stage.ProjectCode)} · case {stage.Id} / {H(item.Code)}<br>
            本文书的摘要（SHA-256）已记入平台账本，可在“账本”页面核验。The SHA-256 of this paper stands in the platform's ledger.</footer></body></html>
            """);
        return page.ToString();
    }
}
