using System.Runtime.CompilerServices;
using MirageGen.Composition;
using MirageGen.Unix;

[assembly: Backend("unix", typeof(UnixMachine), HasOperatingSystem = true)]
[assembly: DisableRuntimeMarshalling]
