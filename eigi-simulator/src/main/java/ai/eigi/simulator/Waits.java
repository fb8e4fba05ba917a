package ai.eigi.simulator;

import reactor.core.Exceptions;

/**
 * Waits for something to be closed.
 */
final class Waits {

	private Waits() {
	}

	/**
	 * Wait although the thread may have been interrupted before. An interrupt during the
	 * wait ends that, and is no error: what is being closed closes all the same. The
	 * thread is interrupted afterwards if it was in either case.
	 * @param wait waits
	 */
	static void undisturbed(Runnable wait) {
		boolean interrupted = Thread.interrupted();
		try {
			wait.run();
		}
		catch (RuntimeException ex) {
			if (!(Exceptions.unwrap(ex) instanceof InterruptedException)) {
				throw ex;
			}
			interrupted = true;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
