namespace Tongban.Foundation.Webhooks;

/// <summary>Refusals about subscriptions of other systems.</summary>
internal static class WebhookErrors
{
    public static Error Name() => new("webhooks.name", ("名称须为 1 至 80 字。", "A name has 1 to 80 characters.")) { Field = "name" };

    public static Error Address() => new("webhooks.address", ("请填写完整的 https 地址，不含用户名和 #。", "Give a whole https address without user name and fragment.")) { Field = "address" };

    public static Error NotHttps() => new("webhooks.not-https", ("只投递到 https 地址。", "Events go to https addresses only.")) { Field = "address" };

    public static Error Port(int port) => new("webhooks.port", new Words("不能投递到端口 {0}。", "Events are not sent to port {0}.").With(port)) { Field = "address" };

    public static Error NotPublic() => new("webhooks.not-public", ("该地址不是公网地址。", "This address is not public."))
    { Field = "address", WayOut = ("政务内网地址须由运维在 TONGBAN_WEBHOOK_NETWORKS 中列明。", "Networks of the government are named by the operator in TONGBAN_WEBHOOK_NETWORKS.") };

    public static Error HostNotListed(string host) => new("webhooks.host-not-listed", new Words("主机 {0} 不在允许名单中。", "The host {0} is not on the list.").With(host)) { Field = "address" };

    public static Error Owner() => new("webhooks.owner", ("请填写一个机关或者一个单位，不能都填。", "Name an organ or an enterprise, and not both.")) { Field = "organ" };

    public static Error NoSuchOwner() => new("webhooks.no-such-owner", ("没有这个机关。", "There is no such organ.")) { Field = "organ" };

    public static Error NoSuchAct(string act) => new("webhooks.no-such-act", new Words("没有行为“{0}”。", "There is no act {0}.").With(act)) { Field = "acts" };

    public static Error TooManyActs(int most) => new("webhooks.too-many-acts", new Words("最多 {0} 个行为名。", "At most {0} names of acts.").With(most)) { Field = "acts" };

    public static Error NoSuchWebhook() => new("webhooks.not-found", ("没有这个订阅。", "There is no such subscription."), ErrorKind.NotFound);

    public static Error NoSuchDelivery() => new("webhooks.no-such-delivery", ("没有这次投递。", "There is no such delivery."), ErrorKind.NotFound);

    public static Error Over() => new("webhooks.not-possible", ("订阅的当前状态不能这样做。", "Not possible in the subscription's present state."), ErrorKind.Conflict);

    public static Error NotDead() => new("webhooks.not-dead", ("只有死信可以重新投递。", "Only a dead letter is sent again."), ErrorKind.Conflict);

    public static Error Since() => new("webhooks.since", ("请填写起始时间，不能在将来。", "Give the instant to begin with, not in the future.")) { Field = "since" };
}
