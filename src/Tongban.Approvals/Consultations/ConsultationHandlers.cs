using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Files;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.Consultations;

/// <param name="Item">Code of an item, or nothing when a department is asked.</param>
/// <param name="Division">Where the project lies or is planned, six digits; the city when left out.</param>
internal sealed record AskConsultationCommand(string? Topic, string? Question, string? Item, string? Department, string? Division, string? Project, string? FileName = null, string? FileDigest = null);

/// <summary>The enterprise asks; the question goes to the organ that would handle the item.</summary>
internal sealed class AskConsultationHandler(TongbanDb db, Caller caller, ILegalPersons legalPersons, FlowLibrary flows, CityCatalogue city, Calendars calendars, CityClock clock, FileStore files)
{
    public Task<Result<Guid>> HandleAsync(AskConsultationCommand command, byte[]? file, CancellationToken ct) =>
        db.ActAsync(command with { FileDigest = file is null ? null : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)) }, caller, async () =>
        {
            if (caller.Actor.Enterprise is not { } enterprise || !await legalPersons.StandsForAllOfAsync(caller.Actor, enterprise, clock.Today, ct))
                return (Result<Guid>)Model.ApprovalErrors.NotYourProject();
            var division = string.IsNullOrWhiteSpace(command.Division) ? city.City.Division : command.Division;
            var item = string.IsNullOrWhiteSpace(command.Item) ? null : flows.Current.FindItem(command.Item);
            var organ = item is not null ? flows.Current.HandlingOrgan(item, division) : $"{command.Department}@{division}";
            List<Error> errors = [];
            if (string.IsNullOrWhiteSpace(command.Topic) || command.Topic.Length > 100)
                errors.Add(ConsultationErrors.Missing("topic", ("请用不超过 100 字写明主题。", "Give the topic in at most 100 characters.")));
            if (string.IsNullOrWhiteSpace(command.Question) || command.Question.Length > ConsultationTable.Text)
                errors.Add(ConsultationErrors.Missing("question", ("请写明问题，不超过 4000 字。", "Write the question, in at most 4000 characters.")));
            if (command.Project?.Length > 200)
                errors.Add(Model.ApprovalErrors.TextTooLong("project", 200));
            if (city.City.AllDivisions.All(d => d.Code != division) || city.Organs.All(o => o.Key != organ))
                errors.Add(ConsultationErrors.NoSuchOrgan());
            List<ProvidedFile> kept = [];
            if (file is not null)
            {
                var name = Path.GetFileName((command.FileName ?? "").Replace('\\', '/'));
                if (name.Length is 0 or > Model.Limits.FileName)
                    errors.Add(Model.ApprovalErrors.TextTooLong("file", Model.Limits.FileName));
                else if ((await files.UploadAsync(file, "file", ct)).TryGet(out var stored, out var refused))
                    kept.Add(new(name, stored.Digest, stored.MediaType, stored.Length));
                else
                    errors.Add(refused);
            }
            if (Error.Combine(errors) is { } refusal)
                return refusal;
            var asked = Consultation.Ask(enterprise, caller.Actor.PersonId, command.Topic!, command.Question!, item?.Code, string.IsNullOrWhiteSpace(command.Project) ? null : command.Project.Trim(), organ, kept, clock.Now, calendars.Current);
            db.Add(asked);
            var mark = $"咨〔{clock.Today.Year}〕";
            db.TakeNumber(mark, serial => asked.Register($"{mark}{serial}号"));
            ConsultationDesk.TellOrgan(db, asked, "asked", ($"申报前咨询：{asked.Topic}，{asked.DueOn:yyyy-MM-dd} 前答复", $"Consultation: {asked.Topic}, answer by {asked.DueOn:yyyy-MM-dd}"), clock.Now);
            return asked.Id;
        }, ct);
}

internal sealed record AnswerConsultationCommand(Guid Consultation, string? Answer);

internal sealed class AnswerConsultationHandler(ConsultationDesk desk, TongbanDb db, Caller caller, Calendars calendars, CityClock clock)
{
    public Task<Result<long>> HandleAsync(AnswerConsultationCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!(await desk.AsOrganAsync(command.Consultation, ct)).TryGet(out var found, out var refusal))
            return (Result<long>)refusal;
        if (string.IsNullOrWhiteSpace(command.Answer) || command.Answer.Length > ConsultationTable.Text)
            return ConsultationErrors.Missing("answer", ("请写明答复，不超过 4000 字。", "Write the answer, in at most 4000 characters."));
        if (found.GiveAnswer(command.Answer, caller.Actor.PersonId, clock.Now, calendars.Current) is { } no)
            return no;
        db.Notify(Notice.To(Notice.Enterprise(found.Enterprise), $"consultation.answered:{found.Id:N}:{found.State}", ($"咨询已答复：{found.Topic}", $"Your question was answered: {found.Topic}"), $"/approvals/consultations/{found.Id}", clock.Now));
        return found.Version + 1;
    }, ct);
}

internal sealed record AskAgainCommand(Guid Consultation, string? Question);

internal sealed class AskAgainHandler(TongbanDb db, Caller caller, ILegalPersons legalPersons, Calendars calendars, CityClock clock)
{
    public Task<Result<long>> HandleAsync(AskAgainCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<Consultation>().SingleOrDefaultAsync(c => c.Id == command.Consultation, ct) is not { } found || !await legalPersons.StandsForAllOfAsync(caller.Actor, found.Enterprise, clock.Today, ct))
            return (Result<long>)ConsultationErrors.NoSuch();
        if (string.IsNullOrWhiteSpace(command.Question) || command.Question.Length > ConsultationTable.Text)
            return ConsultationErrors.Missing("question", ("请写明追问，不超过 4000 字。", "Write the follow-up, in at most 4000 characters."));
        if (found.AskAgain(command.Question, clock.Now, calendars.Current) is { } no)
            return no;
        ConsultationDesk.TellOrgan(db, found, "again", ($"咨询追问：{found.Topic}，{found.DueOn:yyyy-MM-dd} 前答复", $"Follow-up: {found.Topic}, answer by {found.DueOn:yyyy-MM-dd}"), clock.Now);
        return found.Version + 1;
    }, ct);
}

internal sealed record PublishConsultationCommand(Guid Consultation, string? Topic, string? Question, string? Answer);

internal sealed class PublishConsultationHandler(ConsultationDesk desk, TongbanDb db, Caller caller, ILegalPersons legalPersons, CityClock clock)
{
    public Task<Result<long>> HandleAsync(PublishConsultationCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!(await desk.AsOrganAsync(command.Consultation, ct)).TryGet(out var found, out var refusal))
            return (Result<long>)refusal;
        List<Error> errors = [];
        foreach (var (field, text, most) in new[] { ("topic", command.Topic, 100), ("question", command.Question, ConsultationTable.Text), ("answer", command.Answer, ConsultationTable.Text) })
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > most)
                errors.Add(ConsultationErrors.Missing(field, ($"请填写，不超过 {most} 字。", $"Fill this in, in at most {most} characters.")));
        }
        if (Error.Combine(errors) is { } incomplete)
            return incomplete;
        List<string> names = [found.Enterprise, (await legalPersons.FindAsync(found.Enterprise, ct))?.Name ?? "", found.Project ?? ""];
        return found.Publish(command.Topic!, command.Question!, command.Answer!, names, clock.Now) is { } no ? no : found.Version + 1;
    }, ct);
}

/// <summary>Who may act on a consultation: a handling officer of the organ that is asked.</summary>
internal sealed class ConsultationDesk(TongbanDb db, Caller caller)
{
    public async Task<Result<Consultation>> AsOrganAsync(Guid id, CancellationToken ct) =>
        await db.Set<Consultation>().SingleOrDefaultAsync(c => c.Id == id, ct) is { } found && found.Organ == caller.Actor.Organ && caller.Actor.Is(Roles.Handler) ? found : ConsultationErrors.NoSuch();

    public static void TellOrgan(TongbanDb db, Consultation consultation, string occasion, Words text, DateTimeOffset now) =>
        db.Notify(Notice.To(Notice.Organ(consultation.Organ), $"consultation.{occasion}:{consultation.Id:N}", text, $"/approvals/consultations/{consultation.Id}", now));
}
