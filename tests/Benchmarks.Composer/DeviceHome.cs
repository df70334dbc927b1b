namespace MirageGen.Benchmarks;

/// <summary>Where the devices of a solution are.</summary>
public enum DeviceHome
{
    /// <summary>In the appliance's own project, one class in each file.</summary>
    Project,

    /// <summary>In a library that the project references.</summary>
    Library,
}
