using MirageGen.Composition;
using MirageGen.TestKit;

[assembly: Backend(SimulatedHost.Target, typeof(SimulatedHost), HasOperatingSystem = true)]
[assembly: DeviceManifest(
    typeof(MemoryBlock),
    typeof(MemoryStore),
    typeof(RecordingLoggerFactory),
    typeof(SimulatedClock),
    typeof(SimulatedConsole),
    typeof(SimulatedNetwork),
    typeof(SimulatedRandom),
    typeof(SimulatedResolver),
    typeof(SimulatedStack))]
