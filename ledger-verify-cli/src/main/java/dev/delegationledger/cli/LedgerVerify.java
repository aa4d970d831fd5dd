package dev.delegationledger.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** The command line: its commands, and what becomes of their failures. */
@Command(
    name = "ledger-verify",
    description = {
      "Which named human authorised what an AI agent did, through whom, within what limits, and"
          + " was that authority alive at that very moment?"
    })
final class LedgerVerify {
  private static final int WIDTH = 80;

  private LedgerVerify() {}

  /** Runs a command line; its exit code. Never throws. */
  static int run(List<String> arguments, Streams streams) {
    boolean json = wantsJson(arguments);
    int code;
    try {
      CommandLine commandLine = commandLine(streams, json);
      code = commandLine.execute(arguments.toArray(new String[0]));
      commandLine.getOut().flush();
    } catch (RuntimeException | Error bug) {
      code = Errors.report(Errors.internal(bug), json, streams);
    }
    streams.out().flush();
    streams.err().flush();
    // An answer that did not arrive is no answer.
    return streams.out().checkError() && code == ExitCode.OK ? ExitCode.IO : code;
  }

  private static CommandLine commandLine(Streams streams, boolean json) {
    CommandLine top = new CommandLine(new LedgerVerify());
    top.addSubcommand(new VerifyCommand(streams));
    top.addSubcommand(new TraceCommand(streams));
    top.addSubcommand(new WhoCommand(streams));
    top.addSubcommand(new AgentCommand(streams));
    top.addSubcommand(new BlastRadiusCommand(streams));
    top.addSubcommand(new ProveCommand(streams));
    top.addSubcommand(new TilesCommand(streams));
    top.addSubcommand(new AuditCommand(streams));
    top.addSubcommand(new CompareCommand(streams));
    top.addSubcommand(new ShowCommand(streams));
    top.addSubcommand(new AatCommand(streams));
    describe(top);
    top.getSubcommands().values().forEach(LedgerVerify::describe);
    top.setExpandAtFiles(false);
    top.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    top.setUsageHelpWidth(WIDTH);
    top.setOut(writer(streams.out()));
    top.setErr(writer(streams.err()));
    top.setParameterExceptionHandler(
        (wrong, arguments) -> Errors.report(usage(wrong), json, streams));
    top.setExecutionExceptionHandler(
        (thrown, command, parsed) -> Errors.report(failure(thrown), json, streams));
    return top;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static void describe(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getCommandSpec().versionProvider(new Version());
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("Exit codes:%n");
    usage.exitCodeList(ExitCode.described());
  }

  private static Failure usage(ParameterException wrong) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String message = String.valueOf(wrong.getMessage());
    return Failure.usage(message, "see " + command + " --help");
  }

  private static Failure failure(Exception thrown) {
    return thrown instanceof Failure failure ? failure : Errors.internal(thrown);
  }

  private static boolean wantsJson(List<String> arguments) {
    int end = arguments.indexOf("--");
    return arguments.subList(0, end < 0 ? arguments.size() : end).contains("--json");
  }

  /** From the jar's manifest. */
  private static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version =
          Optional.ofNullable(LedgerVerify.class.getPackage().getImplementationVersion())
              .orElse("(not from a jar)");
      return new String[] {"ledger-verify " + version};
    }
  }
}
