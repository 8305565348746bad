package org.mmt4j.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the JMH benchmarks of this library: {@code java @mmt-bench/target/java.args
 * org.mmt4j.bench.Benchmarks [options of JMH, names]}.
 */
final class Benchmarks {

  private Benchmarks() {}

  /** Runs all benchmarks or those named in the arguments. */
  public static void main(String... arguments) throws RunnerException, CommandLineOptionException {
    Options options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(arguments))
            .jvmArgsAppend(ChildProcess.JVM_ARGUMENTS.toArray(String[]::new))
            .build();
    new Runner(options).run();
  }
}
