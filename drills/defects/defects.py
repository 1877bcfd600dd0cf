"""The defects: what each breaks, where it is planted, and the classes of tests that must notice it."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    name: str
    file: str
    find: str
    replace: str
    classes: tuple[str, ...]


DEFECTS = [
    Defect("a holiday counts as a working day", "src/Tongban.Foundation/Time/WorkCalendar.cs",
           "            if (_named.TryGetValue(n, out var day) ? !day.IsOffDay : IsWeekday(n))", "            if (IsWeekday(n))", ("WorkCalendarTests",)),
    Defect("a pause does not stop the clock", "src/Tongban.Foundation/Time/Reach.cs",
           "            count -= Count(Later(from, after), Earlier(to, through), _limit.Length.Unit);", "            count -= Count(Later(from, after), Earlier(from, through), _limit.Length.Unit);", ("TimeLimitTests",)),
    Defect("the light turns red a day late", "src/Tongban.Foundation/Time/TimeLimit.cs",
           ": today > reach.DueOn ? Light.Red", ": today > reach.DueOn?.AddDays(1) ? Light.Red", ("TimeLimitTests",)),
    Defect("the power is not asked for", "src/Tongban.Foundation/People/Authority.cs",
           "return power is null ? PeopleErrors.NoPower(organs.NameOf(organ), item, reason) : power;", "return power ?? new PowerInForce(item, reason.Zh, organs.NameOf(organ).Zh);", ("PowerTests", "ListBindingTests")),
    Defect("the role is not asked for", "src/Tongban.Foundation/People/Authority.cs",
           "        if (!actor.Is(role))", "        if (role is Roles.None)", ("AuthorityTests",)),
    Defect("the ledger's hash is not checked", "src/Tongban.Foundation/Ledger/LedgerVerifier.cs",
           "        if (!entry.Verify())", "        if (entry.Hash.Length == 0)", ("TamperingTests", "DatabaseTamperingTests")),
    Defect("wrong passwords never lock", "src/Tongban.Foundation/People/Person.cs",
           "        if (FailedAttempts < AttemptsBeforeLock)", "        if (FailedAttempts < 100 * AttemptsBeforeLock)", ("SignInTests",)),
    Defect("an ended session is honoured", "src/Tongban.Foundation/People/SignIn.cs",
           "|| (pageSession is { } session && await db.Set<EndedSession>().AnyAsync(e => e.Id == session, ct)))", ")", ("OfficerSessionTests",)),
    Defect("a form is taken without its token", "src/Tongban.Projects/Api/ProjectPageEndpoints.cs",
           "        if (!await antiforgery.IsRequestValidAsync(http))", "        if (antiforgery is null)", ("FormTokenTests",)),
    Defect("a repeated call acts again", "src/Tongban.Server/Security/CallerMiddleware.cs",
           "        caller.ActId = key;\n", "        caller.ActId = http.IsApi() ? Guid.NewGuid() : key;\n", ("TwoOfficersAtOnce", "OfficerSessionTests")),
    Defect("a decision on an old version is taken", "src/Tongban.Server/Security/CallerMiddleware.cs",
           "        caller.IfVersion = version;\n", "        caller.IfVersion = version < 0 ? version : null;\n", ("TwoOfficersAtOnce", "EnterprisePagesTests")),
    Defect("the second correction is granted", "src/Tongban.Approvals/Model/StageCase.PreCheck.cs",
           "        if (CorrectionAskedAt is not null)\n            return ApprovalErrors.SecondCorrection();", "        if (CorrectionAskedAt == DateTimeOffset.MinValue)\n            return ApprovalErrors.SecondCorrection();", ("PreCheckTests",)),
    Defect("an item opens before its prerequisites", "src/Tongban.Approvals/Model/StageCase.Items.cs",
           "flow.Item(code).DependsOn.All(d => Find(d) is not { IsClosed: false } && IsReady(d, flow));", "flow.Item(code).DependsOn.All(d => Find(d) is null or { State: not ItemState.Waiting });", ("ParallelTests",)),
    Defect("a head grants his own request", "src/Tongban.Approvals/Model/StageCase.Items.cs",
           "        return request.RequestedBy == head.PersonId ? ApprovalErrors.OwnRequest() : request;", "        return request.RequestedBy == Guid.Empty && head.IsStranger ? ApprovalErrors.OwnRequest() : request;", ("ParallelTests", "HeadTests")),
    Defect("money is allotted twice", "src/Tongban.Plans/Model/FundPool.cs",
           "        if (row.Yuan > Free)", "        if (row.Yuan > Yuan)", ("MoneyTests",)),
    Defect("a reminder is sent twice", "src/Tongban.Foundation/Notices/OutboxDelivery.cs",
           "            outgoing.Lose(channel, now);\n            return 0;", "            outgoing.Lose(channel, now);", ("ReminderRunTests", "OutgoingNoticeTests", "SmsChannelTests")),
    Defect("ground that nobody looked at is called clear", "src/Tongban.Space/Checks/SiteChecker.cs",
           "            _ => CheckVerdict.NotChecked,\n", "            _ => CheckVerdict.Clear,\n", ("SiteCheckHttpTests",)),
    Defect("a power is in force after its end", "src/Tongban.Lists/Model/PowerRegister.cs",
           "From <= day && !(To < day) && !Suspended(day);", "From <= day && !Suspended(day);", ("PowerTests",)),
    Defect("a mandate that was taken back still opens", "src/Tongban.Registers/Model/LegalPersonAgent.cs",
           "(RevokedOn is null || day < RevokedOn) && ", "", ("EnterpriseTests", "LegalPersonTests")),
    Defect("an enterprise sees the projects of others", "src/Tongban.Projects/Access/ProjectAccess.cs",
           "            return projects.Where(p => p.Owner == owner);\n", "            return projects.Where(p => p.Owner.Length == owner.Length);\n", ("ChangeProjectTests", "ChangeRequestTests")),
    Defect("anyone decides a dispute about a layer", "src/Tongban.SiteReview/Model/JointReview.cs",
           "        if (finding.Authority != organ)", "        if (organ.Length == 0)", ("JointReviewTests",)),
    Defect("a late case counts as in time", "src/Tongban.Mining/Algorithms/Deadlines.cs",
           "            if (ended > due)\n                _late.Add(ended - due);", "            if (ended > due + TimeSpan.TicksPerDay)\n                _late.Add(ended - due);", ("FindingsTests", "ReceiptLogTests")),
    Defect("supervision does not see who granted his own pause", "src/Tongban.Supervision/Rules/CaseFold.Items.cs",
           "            else if (asked.By == _now.By)\n                wrong.Add((\"由申请的经办人自己批准\"", "            else if (asked.By == Guid.Empty)\n                wrong.Add((\"由申请的经办人自己批准\"", ("RuleTests",)),
    Defect("text becomes markup in a drawing", "src/Tongban.Mining/Drawing/FlowMap.cs",
           "    private static string Text(string text) => WebUtility.HtmlEncode(text);", "    private static string Text(string text) => WebUtility.HtmlDecode(text);", ("HostileLogTests",)),
]
