package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds an archetype: the template of a kind of agent, and the most that its instances may be
 * granted. For one thread; makes one draft.
 */
public final class Archetype extends Builder {
  private final String label;
  private final Tools tools = new Tools();
  private Optional<Long> maxGrant = Optional.empty();

  private Archetype(String label) {
    this.label = label;
  }

  /**
   * Begins an archetype; it needs a tool.
   *
   * @param label what its instances state as their archetype, 1 to 256 characters
   */
  public static Archetype of(String label) {
    return new Archetype(label);
  }

  /** Its instances may hold this tool with any arguments. */
  public Archetype tool(String name) {
    return tool(name, arguments -> {});
  }

  /**
   * Its instances may hold this tool within these arguments.
   *
   * @throws IllegalArgumentException if the tool is named already
   */
  public Archetype tool(String name, Consumer<ToolArguments> arguments) {
    requireOpen();
    tools.add(name, arguments);
    return this;
  }

  /** The longest that a grant to an instance may last, in whole seconds. */
  public Archetype maxGrantLifetime(Duration duration) {
    requireOpen();
    maxGrant = Optional.of(Writing.seconds(duration));
    return this;
  }

  /**
   * The draft, to be signed by an authority.
   *
   * @throws IllegalStateException if no tool is named
   */
  public Draft<Archetyped> by(Signer authority) {
    requireOpen();
    if (tools.isEmpty()) {
      throw new IllegalStateException("archetype: name a .tool(...) that instances may hold");
    }
    return finish(
        authority,
        writing -> new Statement.Archetype(writing.issued(), label, tools.scope(), maxGrant),
        Archetyped::new);
  }
}
