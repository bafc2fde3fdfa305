using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Grains.Interfaces;

public sealed class IdTests
{
    [Theory]
    [InlineData(2, "T00000002", 0)]
    [InlineData(3, "T00000003", 1)]
    [InlineData(36, "T00000010", 0)]
    [InlineData(37, "T00000011", 1)]
    [InlineData(2821109907456, "T100000000", 0)]
    public void A_team_is_its_number_in_base_36_and_the_parity_is_its_group(long number, string id, short group)
    {
        var team = TeamId.FromNumber(number);

        Assert.Equal(id, team.Value);
        Assert.Equal(group, team.Group);
        Assert.True(TeamId.TryParse(id, out _));
    }

    [Theory]
    [InlineData("1234567890.123456", 1234567890123456)]
    [InlineData("0000000001.000002", 1000002)]
    public void A_ts_is_ten_digits_a_point_and_six_digits(string text, long micros)
    {
        Assert.True(MessageTs.TryParse(text, out var ts));
        Assert.Equal(micros, ts.Micros);
        Assert.Equal(text, ts.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234567890")]
    [InlineData("1234567890,123456")]
    [InlineData("1234567890.12345")]
    [InlineData("-234567890.123456")]
    [InlineData("1234567890.+23456")]
    [InlineData("12345678901.12345")]
    public void Any_other_text_is_no_ts(string text) => Assert.False(MessageTs.TryParse(text, out _));

    [Theory]
    [InlineData("C123")]
    [InlineData("c000000001")]
    [InlineData("U000000001")]
    [InlineData("C00000000!")]
    [InlineData("C00000000000000000000000000000")]
    public void A_channel_id_has_its_letter_and_length(string text) => Assert.False(ChannelId.TryParse(text, out _));

    [Fact]
    public void A_chain_is_named_by_its_grain_key()
    {
        var chain = ChainId.Of(TeamId.FromNumber(2), new ChannelId("C000000001"));

        Assert.Equal("T00000002/C000000001", chain.GrainKey);
        Assert.Equal(chain, ChainId.FromGrainKey(chain.GrainKey));
        Assert.Equal("T00000002", ChainId.Of(TeamId.FromNumber(2)).GrainKey);
        Assert.Throws<FormatException>(() => ChainId.FromGrainKey("x/y"));
    }
}
