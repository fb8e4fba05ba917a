package ai.eigi.simulator;

import java.util.function.Function;

/**
 * Runs what the user of a simulator wrote. An assertion that fails in there is to be
 * handled as any other exception is, although it is an error.
 */
final class Scripts {

	private Scripts() {
	}

	/**
	 * Ask a script.
	 * @param script the script
	 * @param question what it is asked
	 * @return its answer, which the compiler cannot keep from being {@code null}
	 * @throws RuntimeException if it throws anything but an error of the virtual machine
	 */
	static <T, R> R ask(Function<T, R> script, T question) {
		try {
			return script.apply(question);
		}
		catch (RuntimeException | VirtualMachineError ex) {
			throw ex;
		}
		catch (Error ex) {
			throw new FailedException(ex);
		}
	}

	/**
	 * Error of a script. It reads like the error.
	 */
	private static final class FailedException extends RuntimeException {

		private final Error error;

		FailedException(Error error) {
			super(error.getMessage(), error);
			this.error = error;
		}

		@Override
		public String toString() {
			return this.error.toString();
		}

	}

}
