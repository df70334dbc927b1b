using System.Runtime.ExceptionServices;

namespace MirageGen.Composition;

/// <summary>Runs several appliances in one image; the emitted code of such an image calls it.</summary>
public static class Appliances
{
    /// <summary>
    /// Starts every appliance, in order, and waits for all of them. One that ends with 0 leaves the others running;
    /// the first that throws, or ends with another exit code, stops them.
    /// </summary>
    /// <param name="stop">Cancelled when the image must stop.</param>
    /// <param name="appliances">The appliances; each is given a token that is cancelled with <paramref name="stop"/> or on a failure.</param>
    /// <returns>0, or the exit code of the first appliance that failed by one, when all have ended.</returns>
    /// <exception cref="Exception">What the first appliance that failed by an exception threw, when all have ended.</exception>
    /// <exception cref="AggregateException">More of them threw something other than an answer to being stopped.</exception>
    /// <exception cref="OperationCanceledException">They were stopped from outside, and at least one says so.</exception>
    public static async Task<int> RunAllAsync(CancellationToken stop, params Func<CancellationToken, Task<int>>[] appliances)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var failures = new List<Exception>();
        OperationCanceledException? stopped = null;
        var exitCode = 0;

        await Task.WhenAll(Array.ConvertAll(appliances, RunOneAsync));

        if (failures.Count > 1)
        {
            throw new AggregateException(failures);
        }

        if (failures.Count == 1)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }

        if (stopped is not null && exitCode == 0)
        {
            ExceptionDispatchInfo.Throw(stopped);
        }

        return exitCode;

        // All of this runs on one loop, one continuation at a time: the variables above need no lock.
        async Task RunOneAsync(Func<CancellationToken, Task<int>> run)
        {
            try
            {
                var code = await run(stopping.Token);
                exitCode = exitCode == 0 ? code : exitCode;
                if (code != 0)
                {
                    stopping.Cancel();
                }
            }
            catch (OperationCanceledException e) when (stopping.IsCancellationRequested)
            {
                stopped ??= e;
            }
#pragma warning disable CA1031 // Whatever an appliance throws is kept, and thrown when the others have ended.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures.Add(e);
                stopping.Cancel();
            }
        }
    }
}
