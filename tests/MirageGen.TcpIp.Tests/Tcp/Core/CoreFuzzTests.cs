using MirageGen.TcpIp.Tcp;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>
/// Any headers, any calls, in any order: nothing throws, nothing goes on without end, and what is promised holds.
/// <c>MIRAGEGEN_FUZZ_SECONDS</c> fuzzes longer; a failure names the seed.
/// </summary>
public sealed class CoreFuzzTests
{
    private const int OrdinaryRuns = 3_000;
    private const int Steps = 300;

    [Fact]
    public void Any_headers_and_calls_leave_the_core_sound()
    {
        foreach (var seed in new FuzzBudget(OrdinaryRuns).Seeds())
        {
            try
            {
                new FuzzedCore(new SeededRandom(seed)).Run(Steps);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}: {failure.Message}", failure);
            }
        }
    }

    [Fact]
    public void Every_state_is_reached()
    {
        var states = new HashSet<TcpState>();
        for (var seed = 0UL; seed < 500; seed++)
        {
            new FuzzedCore(new SeededRandom(seed)) { SeenStates = states }.Run(Steps);
        }

        Assert.Equal(Enum.GetValues<TcpState>(), states.Order());
    }
}
