package ai.eigi.client.testsupport;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/**
 * Guards that are on for all tests of this module: no thread that must not block does,
 * and every buffer is watched.
 */
public final class Guards implements LauncherSessionListener {

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		// a test that runs in a class loader of its own is inside one that is guarded
		if (Guards.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
			return;
		}
		NettyLeaks.install();
		// Jackson's short lock when two threads meet a type for the first time
		BlockHound.builder()
			.loadIntegrations()
			.allowBlockingCallsInside("tools.jackson.databind.deser.DeserializerCache",
					"_createAndCacheValueDeserializer")
			// an executor's short lock when it is shut down
			.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "shutdownNow")
			.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "shutdown")
			// the random numbers of questions for an address
			.allowBlockingCallsInside("io.netty.resolver.dns.DnsQueryIdSpace$DnsQueryIdRange", "pushId")
			// the short lock of the queue in which virtual time keeps its tasks
			.allowBlockingCallsInside("java.util.concurrent.PriorityBlockingQueue", "offer")
			.allowBlockingCallsInside("java.util.concurrent.PriorityBlockingQueue", "isEmpty")
			.allowBlockingCallsInside("java.util.concurrent.PriorityBlockingQueue", "peek")
			.allowBlockingCallsInside("java.util.concurrent.PriorityBlockingQueue", "poll")
			.allowBlockingCallsInside("java.util.concurrent.PriorityBlockingQueue", "remove")
			.install();
	}

}
