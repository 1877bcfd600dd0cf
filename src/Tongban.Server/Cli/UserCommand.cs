using System.CommandLine;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban user</c>: opens an account, for example the first administrator's; takes a lost second factor away.</summary>
internal static class UserCommand
{
    public static Command Create()
    {
        var userName = new Argument<string>("USER") { Description = T("用户名", "User name") };
        var name = new Option<string>("--name") { HelpName = "NAME", Description = T("姓名", "Name of the person"), Required = true };
        var phone = new Option<string?>("--phone") { HelpName = "PHONE", Description = T("电话", "Phone number") };
        var organ = new Option<string?>("--organ") { HelpName = "KEY", Description = T("任职机关，如 FGW@360500", "Organ of the post, for example FGW@360500") };
        var roles = new Option<Roles[]>("--role")
        {
            HelpName = "handler|head|administrator|auditor",
            Description = T("在该机关的角色，可多个", "Roles in that organ, one or more"),
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var add = new Command("add", T("开通账户（密码从终端或标准输入读取）", "Open an account (the password is read from the terminal or standard input)")) { userName, name, phone, organ, roles };
        add.SetAction((parsed, ct) => AddAsync(CommonOptions.Read(parsed), parsed.GetValue(userName)!, parsed.GetValue(name)!, parsed.GetValue(phone), parsed.GetValue(organ), (parsed.GetValue(roles) ?? []).Aggregate(Roles.None, (a, b) => a | b), ct));
        var lost = new Argument<string>("USER") { Description = T("用户名", "User name") };
        var reset = new Command("reset-second-factor", T("重置两步验证（唯一的管理员丢失手机和恢复码时）", "Take a second factor away, for an only administrator who has lost telephone and recovery codes")) { lost };
        reset.SetAction((parsed, ct) => ResetAsync(CommonOptions.Read(parsed), parsed.GetValue(lost)!, ct));
        return new Command("user", T("账户", "Accounts")) { add, reset };
    }

    private static async Task<int> AddAsync(ServerOptions options, string userName, string name, string? phone, string? organ, Roles roles, CancellationToken ct)
    {
        using var folder = DataFolder.Hold(options);
        await Migration.RunAsync(options.Storage, Modules.All, ct);
        await using var app = Hosting.Build(options with { RunsSchedule = false });
        await using var scope = app.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var caller = new Caller { Actor = Actor.System };
        Refuse((await accounts.RegisterAsync(new RegisterPerson(userName, name, phone, ReadPassword()), caller, ct)).Error);
        if (organ is not null)
            Refuse((await accounts.GrantAsync(new GrantPost(userName, organ, roles, scope.ServiceProvider.GetRequiredService<CityClock>().Today, null), caller, ct)).Error);
        Console.WriteLine(T($"账户 {userName} 已开通。", $"The account {userName} is open."));
        return ExitCodes.Done;
    }

    private static async Task<int> ResetAsync(ServerOptions options, string userName, CancellationToken ct)
    {
        using var folder = DataFolder.Hold(options);
        await Migration.RunAsync(options.Storage, Modules.All, ct);
        await using var app = Hosting.Build(options with { RunsSchedule = false });
        await using var scope = app.Services.CreateAsyncScope();
        Refuse((await scope.ServiceProvider.GetRequiredService<SecondFactorDesk>().ResetAsync(userName, new Caller { Actor = Actor.System }, ct)).Error);
        Console.WriteLine(T($"账户 {userName} 的两步验证已重置。", $"The second factor of {userName} is reset."));
        return ExitCodes.Done;
    }

    private static void Refuse(Error? error)
    {
        if (error is not null)
            throw new CommandFailedException(ExitCodes.Refused, (string.Join(' ', error.All.Select(e => e.Text.Zh)), string.Join(' ', error.All.Select(e => e.Text.En))));
    }

    private static string ReadPassword()
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() ?? "";
        Console.Write(T("密码：", "Password: "));
        var text = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key is ConsoleKey.Backspace)
                text.Length = Math.Max(0, text.Length - 1);
            else
                text.Append(key.KeyChar);
        }
        Console.WriteLine();
        return text.ToString();
    }
}
