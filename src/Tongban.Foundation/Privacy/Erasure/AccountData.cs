using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.People.SignIns;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Privacy.Erasure;

/// <summary>What the foundation holds of a person: the account, notices, repeatable answers, requests.</summary>
/// <remarks>Whether the account itself may go depends on all other rooms; <see cref="PersonalDataDesk"/> asks them first.</remarks>
internal sealed class AccountData(TongbanDb db, CityClock clock) : IPersonalData
{
    public const string Account = "people.account", Phone = "people.phone", NoticesKind = "foundation.notices", Answers = "foundation.answers", Attempts = "people.sign-ins";

    public async Task<IReadOnlyList<Holding>> OfAsync(Guid person, CancellationToken ct)
    {
        var today = clock.Today;
        if (await db.Set<Person>().AsNoTracking().Include(p => p.Posts).SingleOrDefaultAsync(p => p.Id == person, ct) is not { } known)
            return [];
        List<Holding> held = [];
        Words account = ("账户：姓名、用户名、密码", "Account: name, user name, password");
        if (known.ErasedAt is null)
        {
            held.Add(known.Posts.Any(p => p.To is null || p.To >= today) ? Holding.InUse(Account, account, 1, ("在任岗位，职务行为须署名", "A post is held; acts of office are signed"), "公务员法第五十九条；个人信息保护法第十三条第一款第三项")
                : known.Posts.Count > 0 ? Holding.Kept(Account, account, 1, "档案法第十三条、第十四条", ("曾任岗位，职务行为的署名随案卷归档", "A post was held: the name belongs to the acts of office, which are archived"))
                : Holding.Erasable(Account, account, 1));
            if (known.Phone is not null)
                held.Add(Holding.Erasable(Phone, ("账户中的联系电话", "Telephone of the account"), 1));
        }
        var recipient = Notice.Person(person);
        if (await db.Set<Notice>().CountAsync(n => n.Recipient == recipient, ct) is > 0 and var notices)
            held.Add(Holding.Erasable(NoticesKind, ("发给本人的消息", "Messages to the person"), notices));
        if (await db.Set<Answer>().CountAsync(a => a.PersonId == person, ct) is > 0 and var answers)
            held.Add(Holding.Erasable(Answers, ("重复提交时返回的首次答复", "First answers kept for repeated requests"), answers));
        if (await db.Set<SignInAttempt>().CountAsync(a => a.PersonId == person, ct) is > 0 and var attempts)
            held.Add(Holding.Kept(Attempts, ("登录记录：时间、地址、结果，保存一百九十天", "Log of sign-ins: time, address, result, for 190 days"), attempts, "网络安全法（2016年）第二十一条第三项", ("网络日志须留存不少于六个月，期满自动删除", "Logs are kept for at least six months and then go by themselves")));
        return held;
    }

    public async Task EraseAsync(Guid person, IReadOnlySet<string> kinds, CancellationToken ct)
    {
        if (kinds.Contains(Account) || kinds.Contains(Phone))
        {
            var known = await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == person, ct);
            if (kinds.Contains(Account))
            {
                known?.Erase(clock.Now);
                db.RemoveRange(await db.Set<AccessToken>().Where(t => t.PersonId == person).ToListAsync(ct));
                db.RemoveRange(await db.Set<SecondFactor>().Where(f => f.Id == person).ToListAsync(ct));
            }
            else
            {
                known?.ErasePhone();
            }
        }
        if (kinds.Contains(NoticesKind))
        {
            var recipient = Notice.Person(person);
            var notices = await db.Set<Notice>().Where(n => n.Recipient == recipient).ToListAsync(ct);
            var ids = notices.ConvertAll(n => n.Id);
            db.RemoveRange(await db.Set<OutgoingNotice>().Where(o => ids.Contains(o.NoticeId)).ToListAsync(ct));
            db.RemoveRange(notices);
        }
        if (kinds.Contains(Answers))
            db.RemoveRange(await db.Set<Answer>().Where(a => a.PersonId == person).ToListAsync(ct));
    }
}
