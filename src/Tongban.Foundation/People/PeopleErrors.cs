namespace Tongban.Foundation.People;

/// <summary>Refusals about accounts, posts and authority.</summary>
public static class PeopleErrors
{
    /// <summary>Also the answer for a locked or disabled account: who has one is nobody's business, and a lock that says so tells when to go on guessing.</summary>
    public static Error WrongPassword() => new("people.wrong-password", ("用户名或密码不正确，或者账户现在不能登录。", "The user name or the password is wrong, or the account cannot sign in now."), ErrorKind.Invalid)
    { Field = "password", WayOut = ("连续五次错误将锁定三十分钟；仍不能登录的，请联系管理员。", "Five wrong passwords in a row lock an account for thirty minutes. If it still refuses you then, ask your administrator.") };

    public static Error Disabled() => new("people.disabled", ("账户已停用。", "The account is disabled."), ErrorKind.Forbidden)
    { WayOut = ("请联系本单位管理员。", "Ask your administrator.") };

    public static Error Locked(TimeSpan left) => new("people.locked",
        new Words("账户因连续输错密码已锁定，还有 {0} 分钟。", "The account is locked after wrong passwords, for {0} more minutes.").With((int)Math.Ceiling(left.TotalMinutes)), ErrorKind.Forbidden);

    public static Error OwnPasswordFirst() => new("people.own-password-first", ("这是管理员给的一次性密码，请先设置您自己的密码。", "This is a one-time password from an administrator: set one of your own first."))
    { Field = "next", LegalBasis = "GB/T 22239-2019 8.1.4.1", WayOut = ("请再输入一次性密码，并填写新密码。", "Enter the one-time password again, and a new one.") };

    public static Error OneTimePasswordEnded() => new("people.one-time-password-ended", ("一次性密码已过期。", "The one-time password has expired."), ErrorKind.Forbidden)
    { WayOut = ("请联系本单位管理员再次重置。", "Ask your administrator for a new one.") };

    public static Error NotTheOneTimePassword() => new("people.same-password", ("新密码不能与一次性密码相同。", "The new password must differ from the one-time password.")) { Field = "next" };

    public static Error CodeNeeded() => new("people.code-needed", ("请输入动态验证码。", "Enter the code of your authenticator app."))
    { Field = "code", WayOut = ("手机不在身边时，可用恢复码；都没有的，请联系管理员核实身份后重置。", "Without your telephone use a recovery code; without both, an administrator resets it after making sure who you are.") };

    public static Error WrongCode() => new("people.wrong-code", ("验证码不正确，或者已经用过。", "The code is wrong, or was used before."))
    { Field = "code", WayOut = ("请等应用显示下一个验证码再试，并核对手机时间。", "Wait for the app's next code, and check your telephone's clock.") };

    public static Error SecondFactorFirst() => new("people.second-factor-first", ("本系统要求两步验证，请先设置。", "Two-step verification is demanded here: set it up first."), ErrorKind.Forbidden)
    { Field = "code", LegalBasis = "GB/T 22239-2019 8.1.4.1", WayOut = ("请在网页上登录一次，按提示设置。", "Sign in on the page once and follow it.") };

    public static Error SignInAgain() => new("people.sign-in-again", ("登录等待太久，请重新输入用户名和密码。", "Signing in took too long: enter user name and password again."));

    public static Error SecondFactorThere() => new("people.second-factor-there", ("两步验证已经启用。", "Two-step verification is switched on already."), ErrorKind.Conflict);

    public static Error NoSecondFactor() => new("people.no-second-factor", ("两步验证没有启用。", "Two-step verification is not switched on."), ErrorKind.Conflict);

    public static Error SecondFactorDemanded() => new("people.second-factor-demanded", ("本系统要求该账户使用两步验证，不能停用。", "Two-step verification is demanded of this account and cannot be switched off."), ErrorKind.Conflict)
    { LegalBasis = "GB/T 22239-2019 8.1.4.1" };

    public static Error SetupEnded() => new("people.setup-ended", ("设置已过期，请重新开始。", "The setup has ended: begin again."), ErrorKind.Conflict);

    public static Error NotAnOfficer() => new("people.not-an-officer", ("此账户没有岗位，不能由管理员重置密码。", "The account holds no post; administrators reset officers' passwords only."), ErrorKind.Conflict);

    public static Error UserNameTaken() => new("people.user-name-taken", ("用户名已被使用。", "This user name is taken."), ErrorKind.Conflict) { Field = "userName" };

    public static Error UserNameInvalid() => new("people.user-name-invalid",
        ("用户名须为 3 至 64 位小写字母、数字、点、横线或下划线。", "A user name has 3 to 64 lower-case letters, digits, dots, hyphens or underscores.")) { Field = "userName" };

    public static Error DisplayNameMissing() => new("people.display-name-missing", ("请填写姓名（1 至 64 字）。", "Give a name of 1 to 64 characters.")) { Field = "displayName" };

    public static Error PhoneInvalid() => new("people.phone-invalid", ("电话号码只能含数字、空格、+ 和 -，6 至 20 位。", "A phone number has 6 to 20 digits, spaces, + or -.")) { Field = "phone" };

    public static Error NotAMobileNumber() => new("people.not-a-mobile-number", ("短信只能发到大陆手机号（11 位，1 开头）。", "Text messages go to mobile numbers of the mainland only: 11 digits beginning with 1.")) { Field = "phone" };

    public static Error NotAnEmailAddress() => new("people.not-an-email-address", ("电子邮箱地址无法使用。", "This is not a usable e-mail address.")) { Field = "email" };

    public static Error PasswordWeak(Words why) => new("people.password-weak", why)
    { Field = "password", LegalBasis = "GB/T 22239-2019 8.1.4.1", WayOut = ("至少 12 位，含大写、小写、数字、符号中的三类，且不含用户名；去掉常用词、城市和个人的名称、键盘顺序、重复和年份后至少还有 8 位。", "At least 12 characters with three of: upper case, lower case, digits, symbols; without the user name; and 8 of them left without common words, names of the city and of yourself, rows of the keyboard, repetition and years.") };

    public static Error PostNeedsRole() => new("people.post-needs-role", ("岗位至少要有一个角色，且不能是申请人。", "A post has at least one role, and never the applicant's.")) { Field = "roles" };

    public static Error PostEndsBeforeItBegins() => new("people.post-dates", ("岗位的结束日早于开始日。", "The post ends before it begins.")) { Field = "to" };

    public static Error AlreadyPosted(Organ organ) => new("people.already-posted",
        new Words("此人在“{0}”已有同期岗位。", "The person already has a post in {0} at that time.").With(organ.Name), ErrorKind.Conflict) { Field = "organ" };

    public static Error NoSuchPost() => new("people.no-such-post", ("没有这个在任岗位。", "There is no such open post."), ErrorKind.NotFound);

    public static Error NoSuchOrgan(string key) => new("people.no-such-organ", new Words("没有机关“{0}”。", "There is no organ {0}.").With(key), ErrorKind.NotFound) { Field = "organ" };

    public static Error NoSuchPerson() => new("people.no-such-person", ("没有这个账户。", "There is no such account."), ErrorKind.NotFound);

    public static Error NoSuchToken() => new("people.no-such-token", ("没有这个令牌。", "There is no such token of yours."), ErrorKind.NotFound);

    public static Error NotLocked() => new("people.not-locked", ("账户没有被锁定。", "The account is not locked."), ErrorKind.Conflict);

    public static Error NotOneself() => new("people.not-oneself", ("管理员不能给自己任命岗位、解除自己的锁定或停用自己的账户。", "Administrators cannot grant posts to, unlock or disable themselves."), ErrorKind.Forbidden)
    { LegalBasis = "GB/T 22239-2019 8.1.5.1", WayOut = ("请由另一名管理员办理。", "Ask another administrator.") };

    public static Error LastAdministrator() => new("people.last-administrator", ("这是最后一名在任的系统管理员，不能停用账户或解除岗位。", "This is the last administrator in office: neither account nor post can be ended."), ErrorKind.Conflict)
    { WayOut = ("请先任命另一名系统管理员。", "Grant another person an administrator's post first.") };

    public static Error AuditorApart() => new("people.auditor-apart", ("系统管理员与审计管理员须由不同的人担任。", "Administrator and auditor must be different persons."), ErrorKind.Conflict)
    { Field = "roles", LegalBasis = "GB/T 22239-2019 8.1.5.2" };

    public static Error EndsInThePast(DateOnly earliest) => new("people.post-ended-in-the-past",
        new Words("岗位的最后一日不能早于 {0}：过去的办理行为已按该岗位留痕。", "The last day of the post cannot be before {0}: acts performed in it are on record.").With(earliest.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))) { Field = "on" };

    public static Error AlreadyDisabled() => new("people.already-disabled", ("账户已经停用。", "The account is disabled already."), ErrorKind.Conflict);

    public static Error NotYourOrgan(Words organ) => new("authority.other-organ",
        new Words("这件事由“{0}”办理，您的岗位不在该机关。", "This matter belongs to {0}; your post is in another organ.").With(organ), ErrorKind.Forbidden)
    { WayOut = ("如在该机关任职，请切换岗位。", "If you hold a post there, switch to it.") };

    public static Error RoleMissing(Roles role) => new("authority.role-missing",
        new Words("本岗位没有“{0}”角色。", "Your post lacks the role {1}.").With(RoleWords.Of(role).Zh, RoleWords.Of(role).En), ErrorKind.Forbidden);

    public static Error NoPower(Words organ, string item, Words reason) => new("authority.no-power",
        new Words("“{0}”对事项 {1} 没有有效的权力：{2}", "{3} holds no power in force for item {1}: {4}").With(organ.Zh, item, reason.Zh, organ.En, reason.En), ErrorKind.Forbidden)
    { LegalBasis = "法无授权不可为（权力清单）", WayOut = ("请由权力清单管理机关核实或由有权机关办理。", "Have the power list checked, or let the competent organ act.") };
}

/// <summary>What roles are called.</summary>
public static class RoleWords
{
    public static Words Of(Roles role) => role switch
    {
        Roles.Applicant => ("申请人", "applicant"),
        Roles.Handler => ("经办人", "handling officer"),
        Roles.Head => ("负责人", "head of organ"),
        Roles.Administrator => ("系统管理员", "administrator"),
        Roles.Auditor => ("审计管理员", "auditor"),
        _ => (string.Join('、', Split(role).Select(r => Of(r).Zh)), string.Join(", ", Split(role).Select(r => Of(r).En))),
    };

    private static IEnumerable<Roles> Split(Roles roles) => Enum.GetValues<Roles>().Where(r => r is not Roles.None && (roles & r) is not Roles.None);
}
