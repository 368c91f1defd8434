// Commands of the operator, on one local cloud for all of them: a start takes longer than most of these tests.
import './on-a-cloud/dead';
import './on-a-cloud/find';
import './on-a-cloud/identity-key';
import './on-a-cloud/overflow';
import './on-a-cloud/send';
import './on-a-cloud/smoke';
import './on-a-cloud/tail';
import './on-a-cloud/unrecognized';
