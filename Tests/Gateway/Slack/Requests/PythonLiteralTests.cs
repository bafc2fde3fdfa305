using System.Text.Json;
using OrleansSocial.Gateway.Slack.Requests;

namespace OrleansSocial.Tests.Gateway.Slack.Requests;

/// <summary>Texts as Python's <c>str()</c> writes an object.</summary>
public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("{'a': 'tea', 'b': ':tea:'}", """{"a":"tea","b":":tea:"}""")]
    [InlineData("""{'a': "it's", 'b': 'say "x"', 'c': 'it\'s "x"'}""", """{"a":"it's","b":"say \"x\"","c":"it's \"x\""}""")]
    [InlineData("""{'a': 'x\\y\n\x07\u2028\U0001f375 茶 🍵'}""", """{"a":"x\\y\n\u0007\u2028🍵 茶 🍵"}""")]
    [InlineData("{'n': 5, 't': True, 'f': False, 'o': None, 'True': 'None', 'in': {'x': ''}}", """{"n":5,"t":true,"f":false,"o":null,"True":"None","in":{"x":""}}""")]
    public void An_object_of_Python_reads_as_JSON(string python, string json) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(PythonLiteral.ToJson(python))), PythonLiteral.ToJson(python));

    [Theory]
    [InlineData("""{"a":"b"}""")]
    [InlineData("""{"a":'b'}""")]
    [InlineData("['a']")]
    [InlineData("{'a")]
    [InlineData("""{'a\""")]
    [InlineData("""{'a\q': 1}""")]
    [InlineData("""{'\ud800': 1}""")]
    [InlineData("""{'\xg0': 1}""")]
    [InlineData("""{'\U00110000': 1}""")]
    [InlineData("")]
    public void Anything_else_stays_as_it_is(string text) => Assert.Equal(text, PythonLiteral.ToJson(text));
}
