using BenchmarkDotNet.Running;
using MirageGen.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(KeystrokeBenchmarks).Assembly).Run(args);
