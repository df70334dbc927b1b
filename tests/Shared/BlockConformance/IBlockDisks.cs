namespace MirageGen.Conformance;

/// <summary>Makes disks of one kind to be tested. Has a public parameterless constructor.</summary>
public interface IBlockDisks
{
    /// <summary>Makes a disk that holds zeros, runs a test with it on its loop, to its end or to a limit of time, and takes it down.</summary>
    /// <param name="sectorBytes">Octets of its sectors.</param>
    /// <param name="sectorCount">How many it has.</param>
    /// <param name="isReadOnly">Whether it refuses writes.</param>
    /// <param name="test">The test.</param>
    void Run(int sectorBytes, long sectorCount, bool isReadOnly, Func<IBlock, Task> test);
}
