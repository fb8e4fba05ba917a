package ai.eigi.benchmarks;

import java.util.Collections;

/**
 * Prints a Markdown table, row by row.
 */
final class Table {

	private Table() {
	}

	static void header(String title, String... columns) {
		System.out.printf("%n## %s%n%n", title);
		row((Object[]) columns);
		System.out.println("|" + String.join("|", Collections.nCopies(columns.length, " --- ")) + "|");
	}

	static void row(Object... cells) {
		StringBuilder row = new StringBuilder("|");
		for (Object cell : cells) {
			row.append(' ').append(cell).append(" |");
		}
		System.out.println(row);
	}

}
