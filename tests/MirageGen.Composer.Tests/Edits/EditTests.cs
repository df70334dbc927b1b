using System.Globalization;

namespace MirageGen.Composer.Tests.Edits;

/// <summary>
/// Whatever is edited, what the composer makes of a project that it has seen before is what it would make of one that it
/// has not: the generated text, and what the analyzer says.
/// </summary>
public sealed class EditTests
{
    private const int Walk = 40;

    public static TheoryData<string, int> TellingEdits => Edits(SampleFiles.Telling);

    public static TheoryData<string, int> IdleEdits => Edits(SampleFiles.Idle);

    [Theory]
    [MemberData(nameof(TellingEdits))]
    public void Edit_that_tells_is_taken_notice_of_and_so_is_its_undoing(string place, int text)
    {
        var project = new EditedProject();
        var slot = SampleFiles.Slots.Single(slot => slot.Name == place);
        var before = project.Compose();

        project.Edit(slot, text);
        var after = project.Compose();
        Assert.NotEqual(before, after);
        Assert.Equal(project.ComposeAfresh(), after);

        project.Edit(slot, 0);
        Assert.Equal(before, project.Compose());
    }

    [Theory]
    [MemberData(nameof(IdleEdits))]
    public void Edit_that_says_nothing_changes_nothing(string place, int text)
    {
        var project = new EditedProject();
        var before = project.Compose();

        project.Edit(SampleFiles.Slots.Single(slot => slot.Name == place), text);

        Assert.Equal(before, project.Compose());
        Assert.Equal(before, project.ComposeAfresh());
    }

    [Fact]
    public void Edits_in_any_order_end_where_a_fresh_start_does()
    {
        var seed = Environment.GetEnvironmentVariable("MIRAGEGEN_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        var random = new Random(seed);
        var project = new EditedProject();
        for (var step = 0; step < Walk; step++)
        {
            var slot = SampleFiles.Slots[random.Next(SampleFiles.Slots.Count)];
            var text = random.Next(slot.Texts.Length);
            project.Edit(slot, text);

            var composed = project.Compose();
            var afresh = project.ComposeAfresh();
            Assert.True(
                composed == afresh,
                $"After edit {step}, of '{slot.Name}' to '{slot.Texts[text]}', it differs (MIRAGEGEN_SEED={seed}):\n{composed}\n==== afresh:\n{afresh}");
        }
    }

    [Fact]
    public void Project_is_right_to_begin_with() =>
        Assert.DoesNotContain("error", new EditedProject().Compose(), StringComparison.Ordinal);

    private static TheoryData<string, int> Edits(IEnumerable<Slot> slots)
    {
        var edits = new TheoryData<string, int>();
        foreach (var slot in slots)
        {
            for (var text = 1; text < slot.Texts.Length; text++)
            {
                edits.Add(slot.Name, text);
            }
        }

        return edits;
    }
}
