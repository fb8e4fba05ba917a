package ai.eigi.client.testsupport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fails a test class whose tests left a buffer unreleased. Netty's detector runs at
 * paranoid, and reports when the collector has found the buffer.
 */
public final class NettyLeaks implements BeforeAllCallback, AfterAllCallback {

	private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

	/**
	 * Has to come before Netty's first buffer.
	 */
	public static void install() {
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

	@Override
	public void beforeAll(ExtensionContext context) {
		collect();
		LEAKS.clear();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		collect();
		assertThat(LEAKS).as("buffers that were not released").isEmpty();
	}

	/**
	 * The leaks that were found since the class began.
	 */
	static List<String> collect() {
		for (int i = 0; i < 3; i++) {
			System.gc();
			// the detector reports when the next buffer is tracked
			ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16);
			buffer.release();
		}
		return LEAKS;
	}

	private static final class RecordingDetector<T> extends ResourceLeakDetector<T> {

		RecordingDetector(Class<?> resource, int samplingInterval) {
			super(resource, samplingInterval);
		}

		@Override
		protected void reportTracedLeak(String resourceType, String records) {
			LEAKS.add(resourceType + records);
		}

		@Override
		protected void reportUntracedLeak(String resourceType) {
			LEAKS.add(resourceType);
		}

	}

}
