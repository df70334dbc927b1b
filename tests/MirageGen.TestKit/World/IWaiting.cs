namespace MirageGen.TestKit;

/// <summary>A device somebody may be waiting for; says so when a run gets stuck.</summary>
internal interface IWaiting
{
    /// <summary>Adds a line for each wait under way.</summary>
    void DescribeWaits(List<string> waits);
}
