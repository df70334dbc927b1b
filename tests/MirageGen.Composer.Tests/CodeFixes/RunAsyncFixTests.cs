using MirageGen.Composer.CodeFixes.Shape;
using MirageGen.Composer.Tests.Analyzers;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class RunAsyncFixTests
{
    private static readonly CodeFixBench Bench = new(new RunAsyncFix());

    [Fact]
    public Task An_appliance_gets_a_run_async() => Bench.At("MGEN007",
        """
        [Unikernel]
        public sealed class [|Site|](IConsole console)
        {
            private readonly IConsole _console = console;
        }
        """).BecomesAsync("Add RunAsync",
        """
        [Unikernel]
        public sealed class Site(IConsole console)
        {
            private readonly IConsole _console = console;

            public Task RunAsync(CancellationToken stop)
            {
                throw new NotImplementedException();
            }
        }
        """);

    [Fact]
    public Task A_class_without_a_body_gets_one() => Bench.At("MGEN007",
        """
        namespace Sites
        {
            [Unikernel]
            public sealed class [|Site|]; // the end
        }
        """).BecomesAsync("Add RunAsync",
        """
        namespace Sites
        {
            [Unikernel]
            public sealed class Site
            {
                public Task RunAsync(CancellationToken stop)
                {
                    throw new NotImplementedException();
                }
            } // the end
        }
        """);

    [Fact]
    public Task Missing_usings_are_added() =>
        new CodeFixBench(new RunAsyncFix(), TestProject.For(null) with { HasImplicitUsings = false }).At("MGEN007",
            """
            using MirageGen;

            [Unikernel]
            public sealed class [|Site|]
            {
            }
            """).BecomesAsync("Add RunAsync",
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using MirageGen;

            [Unikernel]
            public sealed class Site
            {
                public Task RunAsync(CancellationToken stop)
                {
                    throw new NotImplementedException();
                }
            }
            """);

    [Fact]
    public Task A_hidden_run_async_becomes_public() => Bench.At("MGEN007",
        """
        [Unikernel]
        public sealed class [|Site|]
        {
            // Runs it.
            private Task RunAsync() => Task.CompletedTask;
        }
        """).BecomesAsync("Make RunAsync public",
        """
        [Unikernel]
        public sealed class Site
        {
            // Runs it.
            public Task RunAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_static_run_async_becomes_an_instance_method() => Bench.At("MGEN007",
        """
        [Unikernel]
        public sealed class Site
        {
            public static Task [|RunAsync|]() => Task.CompletedTask;
        }
        """).BecomesAsync("Make RunAsync an instance method",
        """
        [Unikernel]
        public sealed class Site
        {
            public Task RunAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task An_async_void_run_async_returns_a_task() => Bench.At("MGEN007",
        """
        [Unikernel]
        public sealed class Site
        {
            public async void [|RunAsync|]() => await Task.Yield();
        }
        """).BecomesAsync("Return Task from RunAsync",
        """
        [Unikernel]
        public sealed class Site
        {
            public async Task RunAsync() => await Task.Yield();
        }
        """);

    [Fact]
    public Task Each_fault_is_offered_by_itself() => Bench.At("MGEN007",
        "public sealed class Site { static async void [|RunAsync|]() => await Task.Yield(); }").OffersAsync(
        "Make RunAsync public", "Make RunAsync an instance method", "Return Task from RunAsync");

    [Fact]
    public Task Nothing_is_offered_for_a_shape_that_takes_a_person() => Bench.At("MGEN007",
        "public sealed class Site { public int [|RunAsync|](string path) => path.Length; }").OffersAsync();

    [Fact]
    public Task All_of_them_at_once() => Bench.At("MGEN007",
        """
        public sealed class [|A|]
        {
        }

        public sealed class [|B|]
        {
        }
        """).AllBecomeAsync("Add RunAsync",
        """
        public sealed class A
        {
            public Task RunAsync(CancellationToken stop)
            {
                throw new NotImplementedException();
            }
        }

        public sealed class B
        {
            public Task RunAsync(CancellationToken stop)
            {
                throw new NotImplementedException();
            }
        }
        """);
}
