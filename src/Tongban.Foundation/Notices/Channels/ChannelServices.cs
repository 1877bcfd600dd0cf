using Microsoft.Extensions.DependencyInjection;

namespace Tongban.Foundation.Notices.Channels;

/// <summary>Puts the installation's channels into a host.</summary>
public static class ChannelServices
{
    public static IServiceCollection AddChannels(this IServiceCollection services, ChannelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        if (options.Sms is { } sms)
            services.AddSingleton<INoticeChannel>(_ => new SmsChannel(sms));
        if (options.Email is { } email)
            services.AddSingleton<INoticeChannel>(_ => new EmailChannel(email, options.PublicAddress));
        return services;
    }
}

/// <summary>Which channel reaches an organ.</summary>
/// <param name="Channel"><c>sms</c> or <c>email</c>.</param>
public sealed record Way(string Channel, string Address);

/// <summary>Finds the way to an organ: its telephone if there is a gateway, else its e-mail if there is a mail server, else none: then the inbox is all there is.</summary>
public sealed class Ways(IEnumerable<INoticeChannel> channels, ChannelOptions options)
{
    private readonly HashSet<string> _names = [.. channels.Select(c => c.Name)];

    /// <summary>Names of this installation's channels.</summary>
    public IReadOnlyCollection<string> Names => _names;

    public Way? To(People.Organ organ)
    {
        ArgumentNullException.ThrowIfNull(organ);
        return organ.ContactPhone is { } phone && _names.Contains(SmsChannel.ChannelName) ? new(SmsChannel.ChannelName, phone)
            : organ.ContactEmail is { } email && _names.Contains(EmailChannel.ChannelName) ? new(EmailChannel.ChannelName, email) : null;
    }

    /// <summary>The full address of a page, for a message; <see langword="null"/> when this installation does not know where it is reached.</summary>
    public string? LinkTo(string page) => options.PublicAddress is { } here ? new Uri(here, page.TrimStart('/')).ToString() : null;
}
