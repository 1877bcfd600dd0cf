using Tongban.Foundation.Identifiers;

namespace Tongban.Tests.Foundation.Identifiers;

/// <summary>Keys: of version 7, in the order of time, and from a seed the same again.</summary>
public class NewIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Keys_are_of_version_7_and_sort_by_time_with_and_without_a_seed()
    {
        Check();
        using (NewId.Seeded(7))
            Check();

        static void Check()
        {
            var (early, late) = (NewId.At(Now), NewId.At(Now.AddMilliseconds(1)));
            Assert.Equal((7, 7), (early.Version, late.Version));
            Assert.InRange(early.Variant, 0x8, 0xB);
            Assert.True(string.CompareOrdinal(early.ToString(), late.ToString()) < 0);
            Assert.Equal(Guid.CreateVersion7(Now).ToString()[..13], early.ToString()[..13]);
            Assert.NotEqual(NewId.Random(), NewId.Random());
        }
    }

    [Fact]
    public async Task A_seed_holds_for_its_own_flow_and_ends_with_its_scope()
    {
        List<Guid> Draw() => [NewId.At(Now), NewId.Random(), NewId.At(Now)];
        List<Guid> first, second, inside;
        using (NewId.Seeded(1))
        {
            first = Draw();
            Task<List<Guid>> beside;
            using (ExecutionContext.SuppressFlow())
                beside = Task.Run(Draw);
            Assert.Empty(first.Intersect(await beside));
        }
        using (NewId.Seeded(1))
        {
            second = Draw();
            using (NewId.Seeded(2))
                inside = Draw();
        }
        Assert.Equal(first, second);
        Assert.Empty(first.Intersect(inside));
        Assert.NotEqual(NewId.At(Now), NewId.At(Now));
    }
}
