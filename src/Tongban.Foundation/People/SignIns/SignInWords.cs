using Tongban.Foundation.Ui;

namespace Tongban.Foundation.People.SignIns;

/// <summary>What the ways in and the ends of an attempt are called.</summary>
internal static class SignInWords
{
    public static Words Of(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.SignedIn => ("登录成功", "Signed in"),
        SignInOutcome.UnknownName => ("没有这个用户名", "No such user name"),
        SignInOutcome.WrongPassword => ("密码错误", "Wrong password"),
        SignInOutcome.Locked => ("账户已锁定", "Account locked"),
        SignInOutcome.Disabled => ("账户已停用", "Account disabled"),
        SignInOutcome.OneTimePasswordEnded => ("一次性密码已过期", "One-time password expired"),
        SignInOutcome.OwnPasswordFirst => ("密码正确，须先设置自己的密码", "Password right, own password asked for"),
        SignInOutcome.CodeNeeded => ("密码正确，须输入动态验证码", "Password right, code asked for"),
        SignInOutcome.WrongCode => ("动态验证码错误", "Wrong code"),
        SignInOutcome.SecondFactorFirst => ("密码正确，须先启用两步验证", "Password right, second factor asked for"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    public static Tone ToneOf(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.SignedIn => Tone.Good,
        SignInOutcome.OwnPasswordFirst or SignInOutcome.CodeNeeded or SignInOutcome.SecondFactorFirst => Tone.Info,
        _ => Tone.Warn,
    };

    public static Words Channel(string channel) => channel switch
    {
        SignIn.PageChannel => ("网页", "Pages"),
        SignIn.ApiChannel => ("接口", "API"),
        SignIn.AccountChannel => ("账户页核对密码", "Password asked for on the account page"),
        _ => (channel, channel),
    };
}
