using MirageGen.Composition;
using MirageGen.TestKit;

[assembly: Backend(SimulatedHost.Target, typeof(SimulatedHost), HasOperatingSystem = true)]
