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

  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 10;

  private Benchmarks() {}

  /** Runs all, or those named. */
  public static void main(String... arguments) throws RunnerException, CommandLineOptionException {
    Options options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(arguments))
            .forks(1)
            .warmupIterations(WARM_UPS)
            .measurementIterations(ROUNDS)
            .jvmArgsAppend(ChildProcess.JVM_ARGUMENTS.toArray(String[]::new))
            .build();
    new Runner(options).run();
  }
}
