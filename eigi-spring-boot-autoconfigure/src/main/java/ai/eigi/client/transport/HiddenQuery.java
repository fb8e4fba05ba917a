package ai.eigi.client.transport;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;

import org.springframework.web.util.UriUtils;

/**
 * A query whose values nobody sees but the server: they may be a person's words or
 * number, and {@code WebClient}, its observation and Reactor Netty tell the whole address
 * at DEBUG or in a span. They are given {@code name=***}; the values are put in when the
 * request has passed all of them, just before it becomes bytes. What a filter has changed
 * in the rest of the address stays.
 */
final class HiddenQuery {

	private static final String HIDDEN = "***";

	private static final AttributeKey<HiddenQuery> KEY = AttributeKey.valueOf(HiddenQuery.class.getName());

	private static final Revealer REVEALER = new Revealer();

	private final Map<String, List<String>> values;

	HiddenQuery(Map<String, List<String>> values) {
		this.values = values;
	}

	/**
	 * The query as everybody may see it.
	 * @return the query with its question mark, or an empty text
	 */
	String hidden() {
		StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
		this.values.forEach((name, each) -> each.forEach((value) -> query.add(name + "=" + HIDDEN)));
		return query.toString();
	}

	/**
	 * Have the values put into the next request that is written to a connection.
	 */
	void revealOn(Object nativeRequest) {
		if (nativeRequest instanceof Connection connection) {
			Channel channel = connection.channel();
			channel.attr(KEY).set(this);
			if (channel.pipeline().get(Revealer.NAME) == null) {
				channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, Revealer.NAME, REVEALER);
			}
		}
	}

	private String reveal(String target) {
		int start = target.indexOf('?') + 1;
		if (start == 0) {
			return target;
		}
		Map<String, Iterator<String>> left = new LinkedHashMap<>();
		this.values.forEach((name, each) -> left.put(name, each.iterator()));
		StringJoiner query = new StringJoiner("&", target.substring(0, start), "");
		for (String parameter : target.substring(start).split("&")) {
			String name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
			Iterator<String> hidden = left.get(name);
			query.add((hidden != null && hidden.hasNext() && parameter.endsWith("=" + HIDDEN))
					? name + "=" + UriUtils.encode(hidden.next(), StandardCharsets.UTF_8) : parameter);
		}
		return query.toString();
	}

	/**
	 * Writes a copy, since Reactor Netty goes on telling of the original.
	 */
	@ChannelHandler.Sharable
	private static final class Revealer extends ChannelOutboundHandlerAdapter {

		static final String NAME = "eigi.queryRevealer";

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			HiddenQuery query = context.channel().attr(KEY).get();
			context.write(
					(query != null && message instanceof HttpRequest request) ? revealed(request, query) : message,
					promise);
		}

		private static HttpRequest revealed(HttpRequest request, HiddenQuery query) {
			String target = query.reveal(request.uri());
			return (request instanceof FullHttpRequest full)
					? new DefaultFullHttpRequest(full.protocolVersion(), full.method(), target, full.content(),
							full.headers(), full.trailingHeaders())
					: new DefaultHttpRequest(request.protocolVersion(), request.method(), target, request.headers());
		}

	}

}
