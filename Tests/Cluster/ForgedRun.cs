using System.Globalization;
using OrleansSocial.Benchmarks.Faults;

namespace OrleansSocial.Tests.Cluster;

/// <summary>The logs of a small run that went well, which a test then spoils.</summary>
internal sealed class ForgedRun : IDisposable
{
    public const string Channel = "C000000001";
    public const string Mark = "zqmark";
    private const string Prefix = "r1";
    private const double Start = 1_700_000_000_000;
    private const int Posts = 20;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orleanssocial-forged-");

    /// <summary>Makes a run of two sockets, one with cursors and one without, and 20 posts, every second one keyed.</summary>
    public ForgedRun()
    {
        for (var number = 0; number < Posts; number++)
        {
            var ts = TsOf(number);
            var id = IdOf(number);
            Sends.Add(new SendEntry(MsOf(number), id, SendEvent.Start, Channel, "U1", number % 2 == 0));
            Sends.Add(new SendEntry(MsOf(number), id, SendEvent.Try, Via: "http://127.0.0.1:1"));
            Sends.Add(new SendEntry(MsOf(number) + 5, id, SendEvent.Ok, Ts: WireTs.Format(ts)));
            Messages.Add(new StoredMessage(Channel, ts, "U1", id + " text"));
            Frames[0].Add(Frame(number));
            Frames[1].Add(Frame(number));
        }
    }

    public List<SendEntry> Sends { get; } = [];

    public List<StoredMessage> Messages { get; } = [];

    public List<StoredEvent> Events { get; } = [];

    public List<FaultEntry> Faults { get; } = [];

    public List<FrameEntry>[] Frames { get; } = [[new FrameEntry(Start, 1, FrameEvent.Open)], [new FrameEntry(Start, 1, FrameEvent.Open)]];

    public static double MsOf(int number) => Start + (number * 100);

    public static long TsOf(int number) => (long)(MsOf(number) * 1000);

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{number}");

    /// <summary>The frame of a post on some connection.</summary>
    public static FrameEntry Frame(int number, int connection = 1, double lateMs = 6)
    {
        var ts = WireTs.Format(TsOf(number));
        return new FrameEntry(
            MsOf(number) + lateMs,
            connection,
            FrameEvent.In,
            $$"""{"type":"message","channel":"{{Channel}}","user":"U1","text":"{{IdOf(number)}} text","ts":"{{ts}}","event_ts":"{{ts}}"}""");
    }

    /// <summary>Where a file of the run is.</summary>
    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    /// <summary>Lets the checker judge it.</summary>
    public Verdict Check()
    {
        var team = new FaultTeam("T1", "one", [], [], "password");
        var run = new CheckedRun(
            folder.FullName,
            new RunInfo(
                Prefix,
                Start,
                MsOf(Posts) + 10_000,
                [new RunSocket(0, "U2", [Channel], ResumeKind.Cursors), new RunSocket(1, "U3", [Channel], ResumeKind.Plain)],
                10),
            new FaultSetup(team, team, Mark),
            SentPost.From(Sends),
            new Dictionary<int, IReadOnlyList<FrameEntry>> { [0] = Frames[0], [1] = Frames[1] },
            Faults);
        return new FaultChecker(run, new StoredRows(Messages, Events), []).Check();
    }

    public void Dispose() => folder.Delete(recursive: true);
}
