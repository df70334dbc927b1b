namespace MirageGen.Unix.Storage;

/// <summary>Work that blocks, done on another thread; whoever awaits it resumes on the loop.</summary>
internal static class BlockingWork
{
    public static Task<T> RunAsync<T>(Func<T> work) => Task.Run(work);
}
