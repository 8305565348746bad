package org.mmt4j.train.report;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Maps values from {@code low} to {@code high} to positions in an image. */
record Scale(double low, double high, double start, double end) {

  private static final BigDecimal SMALL = new BigDecimal("0.001");

  /** A label and the position of its line in the image. */
  record Tick(String label, double position) {}

  /** Creates a scale; the range is 1 if all values are equal. */
  Scale {
    if (high <= low) {
      high = low + 1;
    }
  }

  double at(double value) {
    return start + (value - low) / (high - low) * (end - start);
  }

  /** Returns about {@code count} ticks at multiples of 1, 2 or 5 times a power of ten. */
  List<Tick> ticks(int count) {
    return ticks(roundUp((high - low) / count));
  }

  /** As {@link #ticks(int)}, but only integers. */
  List<Tick> integerTicks(int count) {
    return ticks(roundUp((high - low) / count).max(BigDecimal.ONE));
  }

  private List<Tick> ticks(BigDecimal interval) {
    long first = (long) Math.ceil(low / interval.doubleValue());
    long last = (long) Math.floor(high / interval.doubleValue());
    return LongStream.rangeClosed(first, last)
        .mapToObj(i -> interval.multiply(BigDecimal.valueOf(i)))
        .map(v -> new Tick(label(v), at(v.doubleValue())))
        .toList();
  }

  private static BigDecimal roundUp(double interval) {
    int exponent = (int) Math.floor(Math.log10(interval));
    return Stream.of(1, 2, 5)
        .map(digit -> BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent))
        .filter(candidate -> candidate.doubleValue() >= interval)
        .findFirst()
        .orElse(BigDecimal.ONE.scaleByPowerOfTen(exponent + 1));
  }

  private static String label(BigDecimal value) {
    if (value.signum() == 0 || value.abs().compareTo(SMALL) >= 0) {
      return value.stripTrailingZeros().toPlainString();
    }
    return new DecimalFormat("0.###E0", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(value);
  }
}
