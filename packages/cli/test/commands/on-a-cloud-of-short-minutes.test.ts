// Commands that wait for alarms and metrics: on their local cloud a minute of CloudWatch is two seconds.
import './on-a-cloud-of-short-minutes/credentials';
import './on-a-cloud-of-short-minutes/status';
