package ai.eigi.benchmarks;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

/**
 * Netty's leak detector, looking at every buffer. To be installed before the first one.
 */
final class BufferLeaks {

	private static final List<String> FOUND = new CopyOnWriteArrayList<>();

	void install() {
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {

			@Override
			public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
					long maxActive) {
				return new RecordingDetector<>(resource, samplingInterval);
			}

			@Override
			public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
				return new RecordingDetector<>(resource, samplingInterval);
			}

		});
	}

	List<String> found() {
		System.gc();
		// the detector reports when the next buffer is tracked
		PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
		return FOUND;
	}

	private static final class RecordingDetector<T> extends ResourceLeakDetector<T> {

		RecordingDetector(Class<?> resource, int samplingInterval) {
			super(resource, samplingInterval);
		}

		@Override
		protected void reportTracedLeak(String resourceType, String records) {
			FOUND.add(resourceType + records);
		}

		@Override
		protected void reportUntracedLeak(String resourceType) {
			FOUND.add(resourceType);
		}

	}

}
