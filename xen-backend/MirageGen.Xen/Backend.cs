using System.Runtime.CompilerServices;
using MirageGen.Composition;
using MirageGen.Xen;

[assembly: Backend("xen", typeof(XenMachine), HasOperatingSystem = false)]
[assembly: DisableRuntimeMarshalling]
