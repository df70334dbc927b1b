namespace MirageGen.Abstractions.Tests.Storage;

public sealed class KeyValueBatchTests
{
    [Fact]
    public void Writes_are_kept_in_order_and_a_removal_has_no_value()
    {
        byte[] value = [1, 2, 3];

        var batch = new KeyValueBatch().Set("a", value).Remove("b").Set("a", ReadOnlyMemory<byte>.Empty);

        Assert.Equal(["a", "b", "a"], batch.Writes.Select(write => write.Key.Path));
        Assert.Equal(value, batch.Writes[0].Value!.Value.ToArray());
        Assert.Null(batch.Writes[1].Value);
        Assert.True(batch.Writes[2].Value is { IsEmpty: true });
    }
}
