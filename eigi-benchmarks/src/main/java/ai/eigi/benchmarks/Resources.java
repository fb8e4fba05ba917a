package ai.eigi.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process has used: processor time, and bytes allocated on the heap by all of
 * its threads. A thread that ends counts with what it had allocated when last looked at.
 */
final class Resources {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private final Map<Long, Long> allocatedByThread = new HashMap<>();

	/**
	 * What has been used until now. To be called from one thread.
	 */
	Usage now() {
		long[] ids = THREADS.getAllThreadIds();
		long[] allocated = THREADS.getThreadAllocatedBytes(ids);
		for (int i = 0; i < ids.length; i++) {
			// -1 for a thread that has just ended
			this.allocatedByThread.merge(ids[i], allocated[i], Math::max);
		}
		long sum = this.allocatedByThread.values().stream().mapToLong(Long::longValue).sum();
		return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), sum);
	}

	/**
	 * Heap in use after a full collection.
	 */
	static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/**
	 * Amounts at a moment, or between two.
	 *
	 * @param nanos time
	 * @param cpuNanos processor time
	 * @param allocatedBytes bytes allocated
	 */
	record Usage(long nanos, long cpuNanos, long allocatedBytes) {

		Usage since(Usage before) {
			return new Usage(this.nanos - before.nanos, this.cpuNanos - before.cpuNanos,
					this.allocatedBytes - before.allocatedBytes);
		}

	}

}
