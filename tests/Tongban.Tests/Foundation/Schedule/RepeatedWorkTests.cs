using Tongban.Foundation.Schedule;

namespace Tongban.Tests.Foundation.Schedule;

public sealed class RepeatedWorkTests
{
    [Fact]
    public async Task Neither_a_fault_nor_a_receiver_that_gave_up_waiting_ends_the_work()
    {
        using var work = new Work();
        await work.StartAsync(default);
        Assert.Same(work.FourTimes.Task, await Task.WhenAny(work.FourTimes.Task, work.ExecuteTask!));
        await work.StopAsync(default);
        Assert.Equal([typeof(InvalidOperationException), typeof(TaskCanceledException), typeof(OperationCanceledException)], work.Faults);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully || work.ExecuteTask.IsCanceled);
    }

    private sealed class Work() : RepeatedWork(TimeSpan.Zero, TimeProvider.System)
    {
        private int _turns;

        public TaskCompletionSource FourTimes { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Type> Faults { get; } = [];

        protected override async Task DoAsync(CancellationToken ct)
        {
            await Task.Yield();
            switch (++_turns)
            {
                case 1:
                    throw new InvalidOperationException();
                case 2:
                    throw new TaskCanceledException();
                case 3:
                    throw new OperationCanceledException();
                default:
                    FourTimes.TrySetResult();
                    await Task.Delay(Timeout.Infinite, ct);
                    break;
            }
        }

        protected override void Failed(Exception fault) => Faults.Add(fault.GetType());
    }
}
