using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Tests.Dispatch.Reminders;

namespace Tongban.Tests.Foundation.Notices;

/// <summary>The life of one message: what is sent again and what is not.</summary>
public class OutgoingNoticeTests
{
    private static readonly DateTimeOffset Now = ReminderRoom.At(2026, 3, 25, 9);
    private static readonly RecordingChannel Text = new(), Mail = new() { ForgivesRepeats = true }, Reported = new() { RepeatsUnreportedAfter = TimeSpan.FromHours(2) };

    [Fact]
    public void What_certainly_did_not_leave_climbs_the_ladder_to_its_end()
    {
        var message = Waiting();
        foreach (var minutes in new[] { 1, 5, 30, 120 })
        {
            message.Claim(Now.AddMinutes(5));
            message.Settle(message.Attempts, SendOutcome.NotNow("busy"), Text, Now);
            Assert.Equal((OutgoingState.Waiting, Now.AddMinutes(minutes)), (message.State, message.DueAt));
        }
        message.Claim(Now.AddMinutes(5));
        message.Settle(5, SendOutcome.NotNow("busy"), Text, Now);
        Assert.Equal((OutgoingState.Dead, null), (message.State, message.DueAt));
        // A person begins the ladder anew; attempts are counted on.
        Assert.Null(message.SendAgain(Now));
        Assert.Equal("outbox.not-waiting-for-a-person", message.SendAgain(Now)?.Code);
        message.Claim(Now.AddMinutes(5));
        message.Settle(6, SendOutcome.NotNow("busy"), Text, Now);
        Assert.Equal((6, Now.AddMinutes(1)), (message.Attempts, message.DueAt));
    }

    [Fact]
    public void A_wrong_number_is_a_dead_letter_at_once()
    {
        var message = Sending();
        message.Settle(1, SendOutcome.Never("400 no such number"), Text, Now);
        Assert.Equal((OutgoingState.Dead, "400 no such number"), (message.State, message.LastFailure));
    }

    [Fact]
    public void What_may_have_left_is_not_sent_again_until_a_report_or_a_person_says_so()
    {
        var message = Sending();
        message.Settle(1, SendOutcome.Unknown("time-out"), Text, Now);
        Assert.Equal((OutgoingState.Unknown, null), (message.State, message.DueAt));
        message.Report(DeliveryReport.OnItsWay, "", Now.AddMinutes(1));
        Assert.Equal((OutgoingState.Sent, Now.AddMinutes(1)), (message.State, message.SentAt));
        message.Report(DeliveryReport.Arrived, "", Now.AddMinutes(2));
        message.Report(DeliveryReport.OnItsWay, "", Now.AddMinutes(3));
        message.Report(DeliveryReport.Failed, "late", Now.AddMinutes(4));
        Assert.Equal((OutgoingState.Delivered, Now.AddMinutes(2)), (message.State, message.DeliveredAt));

        var asked = Sending();
        asked.Settle(1, SendOutcome.Unknown("time-out"), Text, Now);
        Assert.Null(asked.Confirm(Now));
        Assert.Equal(OutgoingState.Delivered, asked.State);

        // Only where reports always come is silence a no, after its time.
        var reported = Sending();
        reported.Settle(1, SendOutcome.Unknown("time-out"), Reported, Now);
        Assert.Equal((OutgoingState.Unknown, Now.AddHours(2)), (reported.State, reported.DueAt));

        // A mail with the same identity twice is one mail.
        var mail = Sending();
        mail.Settle(1, SendOutcome.Unknown("broken line"), Mail, Now);
        Assert.Equal((OutgoingState.Waiting, Now.AddMinutes(1)), (mail.State, mail.DueAt));
    }

    [Fact]
    public void A_process_that_died_or_slept_while_sending_leaves_a_doubt()
    {
        var message = Sending();
        message.Lose(Text, Now.AddMinutes(5));
        Assert.Equal(OutgoingState.Unknown, message.State);
        // It only slept, and now notes what it did.
        message.Settle(1, SendOutcome.Accepted, Text, Now.AddMinutes(6));
        Assert.Equal((OutgoingState.Sent, null), (message.State, message.DueAt));

        // A person had it sent again meanwhile: what the sleeper says of its own attempt still counts, so that the second one does not leave.
        var again = Sending();
        again.Lose(Text, Now);
        Assert.Null(again.SendAgain(Now));
        again.Settle(1, SendOutcome.Accepted, Text, Now);
        Assert.Equal((OutgoingState.Sent, null), (again.State, again.DueAt));

        // A no of an attempt that is over changes nothing.
        var later = Sending();
        later.Lose(Text, Now);
        later.SendAgain(Now);
        later.Claim(Now.AddMinutes(5));
        later.Settle(1, SendOutcome.NotNow("refused"), Text, Now);
        Assert.Equal(OutgoingState.Sending, later.State);
    }

    [Fact]
    public void A_report_may_be_faster_than_our_own_note()
    {
        var message = Sending();
        message.Report(DeliveryReport.Arrived, "", Now);
        message.Settle(1, SendOutcome.Unknown("time-out"), Text, Now.AddSeconds(9));
        Assert.Equal((OutgoingState.Delivered, null), (message.State, message.LastFailure));
        // A report about something never attempted is no report.
        var untouched = Waiting();
        untouched.Report(DeliveryReport.OnItsWay, "", Now);
        untouched.Report(DeliveryReport.Failed, "x", Now);
        Assert.Equal(OutgoingState.Waiting, untouched.State);
        var refused = Sending();
        refused.Settle(1, SendOutcome.Accepted, Text, Now);
        refused.Report(DeliveryReport.Failed, "absent subscriber", Now);
        Assert.Equal((OutgoingState.Dead, "absent subscriber"), (refused.State, refused.LastFailure));
    }

    [Theory]
    [InlineData("139 0000-0021", "13900000021")]
    [InlineData("+86 13900000021", "13900000021")]
    [InlineData("8613900000021", "13900000021")]
    [InlineData("0790-6440001", null)]
    [InlineData("12900000021", null)]
    [InlineData("139000000211", null)]
    [InlineData("", null)]
    public void Text_messages_go_to_mobile_numbers(string typed, string? read) => Assert.Equal(read, ContactDetails.Mobile(typed));

    [Theory]
    [InlineData("zrzy@example.org", true)]
    [InlineData("zrzy@localhost", false)]
    [InlineData("a b@example.org", false)]
    [InlineData("张三@example.org", false)]
    [InlineData("Zhang <zrzy@example.org>", false)]
    [InlineData("a@b.c\r\nBcc: x@y.z", false)]
    public void An_address_is_one_plain_address(string typed, bool usable) => Assert.Equal(usable, ContactDetails.IsEmail(typed));

    [Fact]
    public void Lists_show_contacts_masked()
    {
        Assert.Equal("139****0021", ContactDetails.Masked("13900000021"));
        Assert.Equal("z***@example.org", ContactDetails.Masked("zrzy@example.org"));
        Assert.Equal("", ContactDetails.Masked(null));
    }

    private static OutgoingNotice Waiting() => new(Notice.To(Notice.Organ("ZRZY@360500"), "test", ("文", "text"), "/", Now), "sms", "13900000021", Now);

    private static OutgoingNotice Sending()
    {
        var message = Waiting();
        message.Claim(Now.AddMinutes(5));
        return message;
    }
}
