using System.CommandLine;
using OrleansSocial.Benchmarks.Commands;
using OrleansSocial.Benchmarks.Faults;

var root = new RootCommand("Loads the product, and what it is compared with, and saves the figures under Benchmarks/results.")
{
    LoadCommand.Create(),
    CompareCommand.Create(),
    InsertsCommand.Create(),
    ProfileCommand.Create(),
    BootCommand.Create(),
    MixCommand.Create(),
    StormCommand.Create(),
    ServeCommand.Create(),
    FaultCommands.Create(),
};
return await root.Parse(args).InvokeAsync();
