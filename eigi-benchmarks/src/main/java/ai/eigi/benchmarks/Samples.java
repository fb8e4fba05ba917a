package ai.eigi.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/**
 * Measured values in the order they came.
 */
final class Samples {

	private double[] values = new double[512];

	private int size;

	void add(double value) {
		if (this.size == this.values.length) {
			this.values = Arrays.copyOf(this.values, this.size * 2);
		}
		this.values[this.size++] = value;
	}

	void add(Samples others) {
		for (int i = 0; i < others.size; i++) {
			add(others.values[i]);
		}
	}

	double median() {
		return percentile(50);
	}

	double percentile(double percent) {
		double[] sorted = Arrays.copyOf(this.values, this.size);
		Arrays.sort(sorted);
		double position = percent / 100 * (this.size - 1);
		int below = (int) Math.floor(position);
		int above = (int) Math.ceil(position);
		return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
	}

	/**
	 * Each value divided by that of the same round.
	 */
	Samples dividedBy(Samples others) {
		return combine(others, (one, other) -> one / other);
	}

	/**
	 * Each value less that of the same round.
	 */
	Samples minus(Samples others) {
		return combine(others, (one, other) -> one - other);
	}

	private Samples combine(Samples others, DoubleBinaryOperator operator) {
		Samples combined = new Samples();
		for (int i = 0; i < this.size; i++) {
			combined.add(operator.applyAsDouble(this.values[i], others.values[i]));
		}
		return combined;
	}

	/**
	 * Median and, in brackets, smallest and largest value.
	 */
	String format(String format) {
		return String.format(Locale.ROOT, format + " (" + format + ".." + format + ")", median(), percentile(0),
				percentile(100));
	}

}
